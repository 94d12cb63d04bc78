package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.BlockPacker;
import io.github.vertxregistry.model.Compression;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A format for whose blocks there is memory a number of times only, and which counts the packers that are there. */
final class ScarceFormat implements BlockFormat {
    private final BlockFormat format;
    volatile int blocksLeft = Integer.MAX_VALUE;
    final AtomicInteger packersMade = new AtomicInteger();
    final AtomicInteger packersClosed = new AtomicInteger();

    ScarceFormat(BlockFormat format) {
        this.format = format;
    }

    @Override
    public String identity() {
        return format.identity();
    }

    @Override
    public Compression compression() {
        return format.compression();
    }

    @Override
    public int blockSize() {
        return format.blockSize();
    }

    @Override
    public int historySize() {
        return format.historySize();
    }

    /** Asked for by each block. */
    @Override
    public synchronized int mostPacked() {
        if (blocksLeft-- <= 0) {
            throw new OutOfMemoryError("Cannot reserve so many bytes of direct buffer memory");
        }
        return format.mostPacked();
    }

    @Override
    public void putHead(ByteBuffer packed) {
        format.putHead(packed);
    }

    @Override
    public void putTail(ByteBuffer packed, int crc32, long length) {
        format.putTail(packed, crc32, length);
    }

    @Override
    public BlockPacker newPacker() {
        packersMade.incrementAndGet();
        BlockPacker packer = format.newPacker();
        return new BlockPacker() {
            @Override
            public void pack(ByteBuffer history, ByteBuffer plain, boolean last, ByteBuffer packed) {
                packer.pack(history, plain, last, packed);
            }

            @Override
            public void close() {
                packersClosed.incrementAndGet();
                packer.close();
            }
        };
    }
}
