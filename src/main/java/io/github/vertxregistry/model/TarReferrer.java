package io.github.vertxregistry.model;

import java.util.Objects;

/**
 * A manifest of a layout that refers to an image, or a part of such a one.
 *
 * @param manifest its bytes
 * @param subject what it refers to, or null where it is an image of an index, or is found by its tag
 * @param tag the tag of cosign's that it is kept under, or null
 */
public record TarReferrer(TarManifest manifest, Digest subject, String tag) {
    public TarReferrer {
        Objects.requireNonNull(manifest);
    }
}
