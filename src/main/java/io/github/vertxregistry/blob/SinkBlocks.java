package io.github.vertxregistry.blob;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory outside the heap, in blocks that a node's pulls use one after the other: bytes go from the socket's buffers into a block, and
 * from there into a file. A block that is not given back is the garbage collector's.
 */
public final class SinkBlocks {
    /** Bytes in a block. */
    static final int SIZE = 384 << 10;

    private static final int MOST_KEPT = 32;

    private final Queue<ByteBuffer> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Returns a block that nobody uses. */
    ByteBuffer take() {
        ByteBuffer block = kept.poll();
        if (block == null) {
            return ByteBuffer.allocateDirect(SIZE);
        }
        count.decrementAndGet();
        return block;
    }

    /** Takes back a block whose bytes nobody reads or writes any more. */
    void giveBack(ByteBuffer block) {
        if (count.incrementAndGet() > MOST_KEPT) {
            count.decrementAndGet();
        } else {
            kept.add(block);
        }
    }
}
