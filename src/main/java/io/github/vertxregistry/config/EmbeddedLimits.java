package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * What the embedded registry takes at the most. A value that is left out has its default.
 *
 * @param maxManifestBytes the largest manifest; 4 MiB
 * @param maxBlobBytes the largest blob; 64 GiB
 * @param maxUploads uploads that are open at once; 1,000
 * @param uploadAgeMs how long, in milliseconds, an upload that nobody goes on with is kept, restarts included; a day
 */
public record EmbeddedLimits(Integer maxManifestBytes, Long maxBlobBytes, Integer maxUploads, Long uploadAgeMs) {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public EmbeddedLimits {
        maxManifestBytes = Check.between("maxManifestBytes", maxManifestBytes, 4 << 20, 1_024, 64 << 20);
        maxBlobBytes = Check.between("maxBlobBytes", maxBlobBytes, 64L << 30, 1_024, 1L << 50);
        maxUploads = Check.between("maxUploads", maxUploads, 1_000, 1, 1_000_000);
        uploadAgeMs = Check.between("uploadAgeMs", uploadAgeMs, DAY_MS, 1, 365 * DAY_MS);
    }

    /** Returns the defaults. */
    public static EmbeddedLimits defaults() {
        return new EmbeddedLimits(null, null, null, null);
    }
}
