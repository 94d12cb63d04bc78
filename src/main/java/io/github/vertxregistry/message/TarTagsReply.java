package io.github.vertxregistry.message;

import java.util.List;

/**
 * The tags of a tar.
 *
 * @param tags all names of all images, as the tar has them
 * @param primary the first of them, or null where there is none
 */
public record TarTagsReply(List<String> tags, Primary primary) {
    /** Repository and tag of the first name of the first image, without a registry's host. */
    public record Primary(String repository, String tag) {}

    public TarTagsReply {
        tags = List.copyOf(tags);
    }
}
