package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.Objects;

/**
 * What a registry has under a manifest's name.
 *
 * @param digest its digest
 * @param mediaType its media type
 * @param size its length in bytes
 * @param content with get: its exact text, whose UTF-8 bytes the digest is of
 */
public record ManifestReply(Digest digest, String mediaType, long size, String content) {
    public ManifestReply {
        Objects.requireNonNull(digest);
    }
}
