package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * A page of what refers to a manifest.
 *
 * @param repository the repository
 * @param digest the manifest that is referred to
 * @param referrers the manifests that refer to it, each with its artifact type and annotations
 * @param next what to ask the next page with as {@code last}, or null where this is the end
 */
public record ReferrersPage(String repository, Digest digest, List<Descriptor> referrers, String next) {
    public ReferrersPage {
        referrers = List.copyOf(referrers);
    }
}
