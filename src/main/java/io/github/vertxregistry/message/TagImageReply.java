package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * What tags an image has got.
 *
 * @param digest the digest that all of them have now
 * @param mediaType the type of its manifest
 * @param tags the tags, in the order of the request
 */
public record TagImageReply(Digest digest, String mediaType, List<Tagged> tags) {
    public TagImageReply {
        tags = List.copyOf(tags);
    }

    /**
     * One tag.
     *
     * @param tag the tag
     * @param written whether it was written; one that had the digest was not
     * @param previous the digest that it had before, or null where it is new
     */
    public record Tagged(String tag, boolean written, Digest previous) {}
}
