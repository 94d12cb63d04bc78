package io.github.vertxregistry.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory outside the heap, in blocks that a node's uploads use one after the other. A file is read into a block, and a socket
 * takes it from there: through a {@link Buffer} of Vert.x's own every byte is copied twice more (see CONTRIBUTING for what
 * that costs). Vert.x makes a Buffer of such memory by an internal method only; this class is the one that calls it. A block
 * that is not given back is the garbage collector's.
 */
public final class Blocks {
    /** Bytes in a block. */
    static final int SIZE = 384 << 10;

    private static final int MOST_KEPT = 32;

    private final Queue<Block> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** One block; who has it is its only user. */
    static final class Block {
        private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);
        private final BufferInternal buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(memory.duplicate()));

        /** Returns the block as a place for so many bytes at the most. */
        ByteBuffer space(long most) {
            return memory.duplicate().limit((int) Math.min(SIZE, most));
        }

        /** Returns its first bytes, and no copy of them. */
        Buffer first(int bytes) {
            return buffer.slice(0, bytes);
        }
    }

    /** Returns a buffer of an array that nobody changes any more, and no copy of it. */
    public static Buffer of(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** Copies bytes of a buffer to a place, without an array between them. */
    public static void copy(Buffer from, int at, ByteBuffer to, int count) {
        ByteBuffer target = to.duplicate().limit(to.position() + count);
        ((BufferInternal) from).getByteBuf().getBytes(at, target);
        to.position(to.position() + count);
    }

    /** Returns a block that nobody uses. */
    Block take() {
        Block block = kept.poll();
        if (block == null) {
            return new Block();
        }
        count.decrementAndGet();
        return block;
    }

    /** Takes back a block whose bytes nobody reads or writes any more. */
    void giveBack(Block block) {
        if (count.incrementAndGet() > MOST_KEPT) {
            count.decrementAndGet();
        } else {
            kept.add(block);
        }
    }
}
