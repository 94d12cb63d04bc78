package io.github.vertxregistry.compress;

import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;

/**
 * What plain layers shall become; no library has been looked at yet.
 *
 * @param method any but {@code keep}
 * @param compressor which program does gzip
 * @param level how hard it tries; by default 1 for gzip, and 3 for zstd
 */
public record LayerFormat(LayerCompression method, Compressor compressor, Integer level) {
    public LayerFormat {
        int most =
                switch (method) {
                    case GZIP -> compressor == Compressor.LIBDEFLATE ? 12 : 9;
                    case ZSTD -> 19;
                    case KEEP -> throw new IllegalArgumentException("nothing is compressed");
                };
        level = level != null ? level : method == LayerCompression.ZSTD ? 3 : 1;
        if (level < 1 || level > most) {
            throw RegistryException.badField(
                    "compressionLevel",
                    "is " + level + ", of " + method
                            + (compressor == Compressor.LIBDEFLATE ? " by libdeflate" : "")
                            + " it must lie between 1 and " + most);
        }
    }

    /** Returns how such layers are told from others. */
    public Compression compression() {
        return method == LayerCompression.ZSTD ? Compression.ZSTD : Compression.GZIP;
    }

    /** Loads what it takes; fails with {@code UNSUPPORTED} where a library is missing. Blocking. */
    public BlockFormat load() {
        if (method == LayerCompression.GZIP) {
            return compressor == Compressor.LIBDEFLATE ? LibdeflateGzip.of(level) : new JdkGzip(level);
        }
        try {
            return Zstd.load(level);
        } catch (LinkageError e) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED,
                            "layers cannot be compressed with zstd: the library that it needs cannot be loaded")
                    .withHint(
                            "add the Maven artifact com.github.luben:zstd-jni to the application's dependencies, or take"
                                    + " gzip")
                    .withCause(e);
        }
    }

    /** Apart, so that nothing of the optional library is touched before it is needed. */
    private static final class Zstd {
        static BlockFormat load(int level) {
            return ZstdFrames.of(level);
        }
    }
}
