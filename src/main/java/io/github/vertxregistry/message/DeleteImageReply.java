package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * What went.
 *
 * @param digest the digest that the reference had
 * @param deleted whether the manifest itself went, and not only a tag
 * @param tags the tags that went
 * @param referrers the manifests that referred to it, and to these, that went
 */
public record DeleteImageReply(Digest digest, boolean deleted, List<String> tags, List<Digest> referrers) {
    public DeleteImageReply {
        tags = List.copyOf(tags);
        referrers = referrers == null ? List.of() : List.copyOf(referrers);
    }
}
