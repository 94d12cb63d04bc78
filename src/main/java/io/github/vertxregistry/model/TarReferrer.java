package io.github.vertxregistry.model;

import java.util.Objects;

/**
 * A manifest of a layout that refers to an image, or a part of such a one. One that has a subject and a tag is there twice.
 *
 * @param manifest its bytes
 * @param subject what it says that it refers to, or null where it has none, or is here for its tag
 * @param tag the tag of cosign's that it is kept under, or null
 */
public record TarReferrer(TarManifest manifest, Digest subject, String tag) {
    public TarReferrer {
        Objects.requireNonNull(manifest);
    }
}
