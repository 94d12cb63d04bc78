package io.github.vertxregistry.compress;

import java.nio.ByteBuffer;

/** Memory outside the heap for one block: its plain bytes, those just before it, and what it becomes. For one user at a time. */
public final class PackingBlock {
    private final BlockFormat format;
    private final ByteBuffer history;
    private final ByteBuffer plain;
    private final ByteBuffer packed;

    /** Takes the memory that a format needs. */
    public PackingBlock(BlockFormat format) {
        this.format = format;
        this.history = ByteBuffer.allocateDirect(format.historySize());
        this.plain = ByteBuffer.allocateDirect(format.blockSize());
        this.packed = ByteBuffer.allocateDirect(format.mostPacked());
    }

    /** Returns which format its memory fits. */
    public BlockFormat format() {
        return format;
    }

    /** Begins with the bytes before the block; returns the place for so many of its own. */
    public ByteBuffer begin(ByteBuffer before, int length) {
        history.clear().put(before.duplicate()).flip();
        packed.clear();
        return plain.clear().limit(length);
    }

    /** Keeps the plain bytes that the next block has before it. */
    public void leaveHistory(ByteBuffer next) {
        int length = Math.min(plain.limit(), format.historySize());
        next.clear().put(plain.duplicate().position(plain.limit() - length)).flip();
    }

    /** Returns its plain bytes. */
    ByteBuffer plain() {
        return plain.duplicate().rewind();
    }

    /** Compresses it by a packer of its format. */
    public void pack(BlockPacker packer, boolean first, boolean last) {
        if (first) {
            format.putHead(packed);
        }
        packer.pack(history.duplicate(), plain(), last, packed);
    }

    void end(int crc32, long length) {
        format.putTail(packed, crc32, length);
    }

    /** Returns what it has become, when the {@link PackingRun} has counted it. */
    public ByteBuffer packed() {
        return packed.duplicate().flip();
    }
}
