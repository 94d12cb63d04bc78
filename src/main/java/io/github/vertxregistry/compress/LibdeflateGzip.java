package io.github.vertxregistry.compress;

import io.github.vertxregistry.model.Compression;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32;

/** Members of gzip (RFC 1952, 2.2), one for each block: libdeflate writes whole streams only. Every reader takes them for one. */
final class LibdeflateGzip implements BlockFormat {
    private static final int BLOCK = 1 << 20;
    /** Five bytes for each 5,000 that do not shrink are libdeflate's own bound, and somewhat more is taken. */
    private static final int MOST_PACKED = BLOCK + (BLOCK >> 6) + 1_024;

    private final Libdeflate library;
    private final int level;

    private LibdeflateGzip(Libdeflate library, int level) {
        this.library = library;
        this.level = level;
    }

    static LibdeflateGzip of(int level) {
        return new LibdeflateGzip(Libdeflate.load(), level);
    }

    @Override
    public String identity() {
        return "gzip " + level + " libdeflate of aircompressor-v3 " + library.version() + " block " + BLOCK
                + " or stored";
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
        return 0;
    }

    @Override
    public int mostPacked() {
        return MOST_PACKED;
    }

    @Override
    public void putHead(ByteBuffer packed) {
        // Each member has its own.
    }

    @Override
    public void putTail(ByteBuffer packed, int crc32, long length) {
        // As above.
    }

    @Override
    public BlockPacker newPacker() {
        return new Packer(library.newCompressor(level));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LibdeflateGzip that && identity().equals(that.identity());
    }

    @Override
    public int hashCode() {
        return Objects.hash(identity());
    }

    private final class Packer implements BlockPacker {
        private final Object compressor;

        Packer(Object compressor) {
            this.compressor = compressor;
        }

        @Override
        public void pack(ByteBuffer history, ByteBuffer plain, boolean last, ByteBuffer packed) {
            CRC32 crc = new CRC32();
            crc.update(plain.duplicate());
            GzipFrame.putHead(packed, level == 1);
            int length = plain.remaining();
            if (StoredBlock.suits(plain)) {
                StoredBlock.put(plain, true, packed);
            } else {
                packed.position(packed.position() + library.compress(compressor, plain, packed));
            }
            GzipFrame.putTail(packed, (int) crc.getValue(), length);
        }

        @Override
        public void close() {
            // Its memory goes with it.
        }
    }
}
