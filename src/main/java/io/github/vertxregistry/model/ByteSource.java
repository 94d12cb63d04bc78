package io.github.vertxregistry.model;

import io.vertx.core.Future;

/** Bytes of a known number that can be read from any offset, as often as needed: a range of a file, for one. */
public interface ByteSource {
    /** Returns the number of bytes. */
    long length();

    /** Returns what the bytes are, for messages: an entry and its tar. */
    String name();

    /**
     * Opens a part of the bytes.
     *
     * @param offset where to start, from 0
     * @param length how many bytes
     * @return the stream; fails with {@code TAR_NOT_FOUND} or {@code TAR_UNREADABLE}
     */
    Future<ByteStream> open(long offset, long length);
}
