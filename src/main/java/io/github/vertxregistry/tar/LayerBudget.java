package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.config.TarConfig;

/** What the layers of an image may be together, and what is left of that. For one thread. */
public final class LayerBudget {
    private static final long MAX_NAME_BYTES = 256L << 20;

    private final TarConfig config;
    private long entries;
    private long nameBytes;
    private long unpacked;

    /** Begins with all that the configuration allows. */
    public LayerBudget(TarConfig config) {
        this.config = config;
    }

    /** Returns how much a compressed layer may become. */
    public UnpackLimits unpacking() {
        return new UnpackLimits(Math.max(0, config.maxUnpackedBytes() - unpacked), config.maxRatio());
    }

    /** Counts what a compressed layer has become. */
    public void hasUnpacked(long bytes) {
        unpacked += bytes;
    }

    /** Counts zeros that stand where a sparse file has no data; fails with {@code LIMIT_EXCEEDED}. */
    void hasFilled(long zeros, String layer) {
        unpacked += zeros;
        if (unpacked > config.maxUnpackedBytes()) {
            throw TarFailures.tooMuch(
                    layer,
                    "with a sparse file of it the image has more than " + config.maxUnpackedBytes() + " bytes",
                    "maxUnpackedBytes");
        }
    }

    /** Counts a header; fails with {@code LIMIT_EXCEEDED}. */
    void header(String layer) {
        if (++entries > config.maxEntries()) {
            throw TarFailures.tooMuch(
                    layer, "with it the image has more than " + config.maxEntries() + " entries", "maxEntries");
        }
    }

    /** Counts an entry's name; fails with {@code LIMIT_EXCEEDED}. */
    void name(String path, String layer) {
        nameBytes += path.length();
        if (nameBytes > MAX_NAME_BYTES) {
            throw TarFailures.tooMany(
                    layer, "with it the image's paths have more than " + MAX_NAME_BYTES + " bytes together");
        }
    }
}
