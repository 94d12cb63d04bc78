package io.github.vertxregistry.model;

import io.vertx.core.Future;
import java.nio.ByteBuffer;

/**
 * A place for so many bytes that are written in any order, several parts at once: the counterpart of {@link ByteSource}. A range
 * of a file that is being made, for one.
 */
public interface ByteSink {
    /** Returns the number of bytes that belong there. */
    long length();

    /** Returns what the place is, for messages. */
    String name();

    /**
     * Writes all bytes of a buffer; the buffer is the caller's again when that has ended.
     *
     * @param at where its first byte belongs, from 0
     */
    Future<Void> write(ByteBuffer bytes, long at);

    /** Remembers that a part has been written, up to before its end, so that it need not be written again after a break. */
    Future<Void> wrote(long from, long to);

    /** Forgets all that was remembered: what is there is wrong. */
    Future<Void> forget();

    /** Reads back what is there; succeeds with what it hashes to by {@code sha256} or {@code sha512}. */
    Future<Digest> digest(String algorithm);
}
