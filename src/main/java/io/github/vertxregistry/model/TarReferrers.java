package io.github.vertxregistry.model;

import java.util.List;

/**
 * What a layout holds that refers to an image, and to that in turn.
 *
 * @param manifests the manifests, each after what it names and after what it refers to
 * @param blobs what they need, each blob once
 */
public record TarReferrers(List<TarReferrer> manifests, List<TarBlob> blobs) {
    /** Nothing refers to it, or nobody asked. */
    public static final TarReferrers NONE = new TarReferrers(null, null);

    public TarReferrers {
        manifests = manifests == null ? List.of() : List.copyOf(manifests);
        blobs = blobs == null ? List.of() : List.copyOf(blobs);
    }
}
