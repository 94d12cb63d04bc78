package io.github.vertxregistry.model;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * A part of a blob that one request sends.
 *
 * @param digest the blob, for messages and progress
 * @param source its bytes
 * @param offset where the part starts
 * @param length how many bytes the part has; {@link ByteSource#UNKNOWN} for all that come
 * @param sent is told, for each buffer, how many bytes of the part have been given to the socket
 */
public record BlobPart(Digest digest, ByteSource source, long offset, long length, LongConsumer sent) {
    public BlobPart {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(source);
        Objects.requireNonNull(sent);
    }

    /** Returns whether it is known how many bytes the part has. */
    public boolean isMeasured() {
        return length != ByteSource.UNKNOWN;
    }
}
