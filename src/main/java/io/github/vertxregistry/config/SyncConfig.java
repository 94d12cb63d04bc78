package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * How registries are synchronised.
 *
 * @param concurrency images that a node copies at once for a job; 8
 * @param tries how often a copy that fails is tried, the first time included; 3
 * @param retainMs how long the report of a job that has ended can be read, in milliseconds; a day
 */
public record SyncConfig(Integer concurrency, Integer tries, Long retainMs) {
    /** Most images that a node copies at once for a job. */
    public static final int MOST_CONCURRENT = 64;

    /** Most tries of a copy. */
    public static final int MOST_TRIES = 10;

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public SyncConfig {
        concurrency = Check.between("sync.concurrency", concurrency, 8, 1, MOST_CONCURRENT);
        tries = Check.between("sync.tries", tries, 3, 1, MOST_TRIES);
        retainMs = Check.between("sync.retainMs", retainMs, DAY_MS, 1_000, 30 * DAY_MS);
    }

    /** Returns the defaults. */
    public static SyncConfig defaults() {
        return new SyncConfig(null, null, null);
    }
}
