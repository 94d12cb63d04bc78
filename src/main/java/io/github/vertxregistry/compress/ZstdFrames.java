package io.github.vertxregistry.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.util.ZstdVersion;
import io.github.vertxregistry.model.Compression;
import java.nio.ByteBuffer;

/** Frames of zstd (RFC 8878, 3), one for each block, each with its length and a checksum: every reader takes them for one stream. */
record ZstdFrames(int level, int mostPacked, String version) implements BlockFormat {
    private static final int BLOCK = 2 << 20;
    private static final int USUAL_LEVEL = 3;
    /**
     * Powers of two of the entries that level 3 has in its two tables, half of what zstd takes for blocks as long: they stay in the cache of
     * a core beside the block's bytes. That took 9% less time for layers of a system's files, which became 0.8% longer.
     */
    private static final int LONG_TABLE = 16;

    private static final int SHORT_TABLE = 15;

    static ZstdFrames of(int level) {
        return new ZstdFrames(level, (int) Zstd.compressBound(BLOCK), loadedVersion());
    }

    /** Asked for at run time: the compiler would put the version that it sees into our class. */
    private static String loadedVersion() {
        try {
            return String.valueOf(ZstdVersion.class.getField("VERSION").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("zstd-jni tells its version", e);
        }
    }

    @Override
    public String identity() {
        return "zstd " + level + " zstd-jni " + version + " block " + BLOCK
                + (level == USUAL_LEVEL ? " tables " + LONG_TABLE + " " + SHORT_TABLE : "");
    }

    @Override
    public Compression compression() {
        return Compression.ZSTD;
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
    public void putHead(ByteBuffer packed) {
        // A frame says all of itself.
    }

    @Override
    public void putTail(ByteBuffer packed, int crc32, long length) {
        // As above.
    }

    @Override
    public BlockPacker newPacker() {
        ZstdCompressCtx context = new ZstdCompressCtx().setLevel(level).setChecksum(true);
        if (level == USUAL_LEVEL) {
            context.setHashLog(LONG_TABLE).setChainLog(SHORT_TABLE);
        }
        return new Packer(context);
    }

    private record Packer(ZstdCompressCtx context) implements BlockPacker {
        @Override
        public void pack(ByteBuffer history, ByteBuffer plain, boolean last, ByteBuffer packed) {
            context.compress(packed, plain);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
