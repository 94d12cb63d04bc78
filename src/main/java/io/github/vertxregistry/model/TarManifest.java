package io.github.vertxregistry.model;

import java.util.Objects;

/**
 * A manifest or index as it stands in a tar, to be pushed byte for byte.
 *
 * @param mediaType its media type
 * @param digest the digest of its bytes
 * @param content its exact text (UTF-8)
 */
public record TarManifest(String mediaType, Digest digest, String content) {
    public TarManifest {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(content);
    }
}
