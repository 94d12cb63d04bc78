package io.github.vertxregistry.model;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Bytes that are read one block after the other; whoever opened them closes them. */
public interface ByteStream {
    /**
     * Reads the next bytes into the start of a block. One read at a time; the block is the caller's, who may use it again
     * once what it did with the bytes has ended.
     *
     * @param block where the bytes go; its length is the most that are read
     * @return how many were read, 0 where there are no more; fails with {@code TAR_UNREADABLE}
     */
    Future<Integer> read(Buffer block);

    /** Gives up what the stream holds open; may be called at any time, and again. */
    Future<Void> close();
}
