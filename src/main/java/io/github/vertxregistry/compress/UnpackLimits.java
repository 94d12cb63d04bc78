package io.github.vertxregistry.compress;

import io.github.vertxregistry.config.TarConfig;

/**
 * How much a compressed stream may become before it is taken for a decompression bomb.
 *
 * @param maxBytes the most bytes that may come out
 * @param maxRatio how many times more may come out than went in, once {@value #FREE_BYTES} bytes have come out
 */
public record UnpackLimits(long maxBytes, int maxRatio) {
    /** Below this many bytes no ratio is too high: it cannot hurt. */
    public static final long FREE_BYTES = 64L << 20;

    /** Returns the limits that the configuration sets. */
    public static UnpackLimits of(TarConfig config) {
        return new UnpackLimits(config.maxUnpackedBytes(), config.maxRatio());
    }
}
