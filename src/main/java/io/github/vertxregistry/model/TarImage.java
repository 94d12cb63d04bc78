package io.github.vertxregistry.model;

import java.util.List;
import java.util.Objects;

/**
 * One image of a tar, with all that a push needs of it; none of its layers has been read.
 *
 * @param id the digest of its config: what docker calls the image's id
 * @param tags its names as the tar has them, hosts included, the first being the primary one; may be empty
 * @param config its config
 * @param layers its layers, lowest first; of an index those of the image that fits this machine best
 * @param kept the manifests that can go to the registry byte for byte, children before parents, the one to tag last; empty
 *     where a manifest has to be built of config and layers
 * @param blobs every blob that a push must bring to the registry, each once: config and layers, and those of an index's
 *     other images
 * @param platformsDropped what the tar's index names besides this image and is not pushed because the tar does not hold all of
 *     it: platforms such as {@code linux/arm64}, and {@code attestation}
 * @param bareTags the tags that the tar gives without a repository (an OCI layout's ref.name such as {@code 1.0}), for a push
 *     that names the repository only
 * @param invalidTags what stands among the tar's names of it and is none that can be pushed to
 * @param referrers what refers to the image, to the images of its index and to that in turn, where it was asked for
 */
public record TarImage(
        Digest id,
        List<String> tags,
        TarBlob config,
        List<TarBlob> layers,
        List<TarManifest> kept,
        List<TarBlob> blobs,
        List<String> platformsDropped,
        List<String> bareTags,
        List<String> invalidTags,
        TarReferrers referrers) {
    public TarImage {
        Objects.requireNonNull(id);
        Objects.requireNonNull(config);
        tags = List.copyOf(tags);
        layers = List.copyOf(layers);
        kept = List.copyOf(kept);
        blobs = List.copyOf(blobs);
        platformsDropped = List.copyOf(platformsDropped);
        bareTags = bareTags == null ? List.of() : List.copyOf(bareTags);
        invalidTags = invalidTags == null ? List.of() : List.copyOf(invalidTags);
        referrers = referrers == null ? TarReferrers.NONE : referrers;
    }

    /** Returns the same with what refers to it. */
    public TarImage withReferrers(TarReferrers found) {
        return new TarImage(id, tags, config, layers, kept, blobs, platformsDropped, bareTags, invalidTags, found);
    }
}
