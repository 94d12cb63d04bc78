package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.config.TarConfig;

/** What the layers of an image may be together, and what is left of that. For one thread. */
public final class LayerBudget {
    private static final long MAX_NAME_BYTES = 256L << 20;
    private static final long MAX_MORE_BYTES = 256L << 20;
    /** Times, a capability and a short link: no more than what any entry costs. */
    private static final int USUAL = 256;

    private final TarConfig config;
    private long entries;
    private long nameBytes;
    private long moreBytes;
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

    /** Counts a folder that no entry tells of; fails with {@code LIMIT_EXCEEDED}. */
    public void folder(String path, String layer) {
        header(layer);
        name(path, layer);
    }

    /** Counts what an entry's link and records have; fails with {@code LIMIT_EXCEEDED}. */
    void more(long bytes, String layer) {
        moreBytes += Math.max(0, bytes - USUAL);
        if (moreBytes > MAX_MORE_BYTES) {
            throw TarFailures.tooMany(
                    layer,
                    "with it the image's links and attributes have more than " + MAX_MORE_BYTES + " bytes together");
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
