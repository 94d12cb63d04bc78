package io.github.vertxregistry.model;

import io.vertx.core.Future;
import java.nio.ByteBuffer;

/** Bytes that are read one block after the other; whoever opened them closes them. */
public interface ByteStream {
    /**
     * Reads the next bytes. One read at a time; the place is the caller's again when the read has ended.
     *
     * @param place where the bytes go, from its position up to its limit at the most
     * @return how many were read, 0 where there are no more; fails with {@code TAR_UNREADABLE}
     */
    Future<Integer> read(ByteBuffer place);

    /** Gives up what the stream holds open; may be called at any time, and again. */
    Future<Void> close();
}
