package io.github.vertxregistry.http;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * The body of an upload request: a part of a blob.
 *
 * @param digest the blob, for messages and progress
 * @param source its bytes
 * @param offset where the part starts
 * @param length how many bytes the part has
 * @param sent is told, for each buffer, how many bytes of the part have been given to the socket
 */
public record BlobBody(Digest digest, ByteSource source, long offset, long length, LongConsumer sent) {
    public BlobBody {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(source);
        Objects.requireNonNull(sent);
    }
}
