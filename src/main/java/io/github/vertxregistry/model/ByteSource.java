package io.github.vertxregistry.model;

import io.vertx.core.Future;

/**
 * Bytes that can be read from any offset, as often as needed: a range of a file, for one. Their number is known, but of what is
 * made while it is read.
 */
public interface ByteSource {
    /** Stands for a number of bytes that is not known yet, and for all that come. */
    long UNKNOWN = -1;

    /** Returns the number of bytes, or {@link #UNKNOWN}. */
    long length();

    /** Returns what the bytes are, for messages: an entry and its tar. */
    String name();

    /**
     * Opens a part of the bytes.
     *
     * @param offset where to start, from 0
     * @param length how many bytes; where the number of all is not known, {@link #UNKNOWN}: all from there
     * @return the stream; fails with {@code TAR_NOT_FOUND} or {@code TAR_UNREADABLE}
     */
    Future<ByteStream> open(long offset, long length);
}
