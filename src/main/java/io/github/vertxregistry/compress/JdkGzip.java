package io.github.vertxregistry.compress;

import io.github.vertxregistry.model.Compression;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) by the JDK's {@link Deflater}. As pigz does it, each block is deflated with the 32 KiB before it as
 * dictionary and ends on a byte's boundary with an empty stored block (RFC 1951, 3.2.4), so that blocks put behind one another
 * are one deflate stream.
 */
record JdkGzip(int level) implements BlockFormat {
    private static final int BLOCK = 512 << 10;
    private static final int WINDOW = 32 << 10;
    /** Some builds of zlib do not store what does not shrink: nine bits for each byte is the worst that a fixed code gives. */
    private static final int MOST_PACKED = BLOCK + (BLOCK >> 3) + 1_024;

    @Override
    public String identity() {
        // Which zlib the JDK calls is the build's choice: its vendor and version stand for that.
        return "gzip " + level + " jdk " + System.getProperty("java.vendor") + " " + Runtime.version() + " block "
                + BLOCK + " or stored";
    }

    @Override
    public Compression compression() {
        return Compression.GZIP;
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    @Override
    public int historySize() {
        return WINDOW;
    }

    @Override
    public int mostPacked() {
        return MOST_PACKED;
    }

    @Override
    public void putHead(ByteBuffer packed) {
        GzipFrame.putHead(packed, level == Deflater.BEST_SPEED);
    }

    @Override
    public void putTail(ByteBuffer packed, int crc32, long length) {
        GzipFrame.putTail(packed, crc32, length);
    }

    @Override
    public BlockPacker newPacker() {
        return new Packer(new Deflater(level, true));
    }

    private record Packer(Deflater deflater) implements BlockPacker {
        @Override
        public void pack(ByteBuffer history, ByteBuffer plain, boolean last, ByteBuffer packed) {
            if (StoredBlock.suits(plain)) {
                StoredBlock.put(plain, last, packed);
                return;
            }
            deflater.reset();
            if (history.hasRemaining()) {
                deflater.setDictionary(history);
            }
            deflater.setInput(plain);
            if (last) {
                deflater.finish();
            }
            // A flush is whole when it leaves room: one that fills the place exactly may have more to come.
            int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            int free;
            do {
                free = packed.remaining();
                deflater.deflate(packed, flush);
            } while (last ? !deflater.finished() && packed.remaining() < free : !packed.hasRemaining() && free > 0);
            if (!packed.hasRemaining()) {
                throw new IllegalStateException("a block of " + plain.limit() + " bytes became longer than it can");
            }
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
