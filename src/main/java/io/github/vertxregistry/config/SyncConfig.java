package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How registries are synchronised.
 *
 * @param concurrency images that a node copies at once for a job; 8
 * @param tries how often a copy that fails is tried, the first time included; 3
 * @param retainMs how long the report of a job that has ended can be read, in milliseconds; a day
 * @param schedules jobs that begin by themselves, by a name of their own; none
 */
public record SyncConfig(Integer concurrency, Integer tries, Long retainMs, Map<String, ScheduleConfig> schedules) {
    /** Most images that a node copies at once for a job. */
    public static final int MOST_CONCURRENT = 64;

    /** Most tries of a copy. */
    public static final int MOST_TRIES = 10;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public SyncConfig {
        concurrency = Check.between("sync.concurrency", concurrency, 8, 1, MOST_CONCURRENT);
        tries = Check.between("sync.tries", tries, 3, 1, MOST_TRIES);
        retainMs = Check.between("sync.retainMs", retainMs, DAY_MS, 1_000, 30 * DAY_MS);
        schedules = schedules == null ? Map.of() : Map.copyOf(schedules);
        for (String name : schedules.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw RegistryException.badKey("sync.schedules", "takes names of at most 64 letters, digits, _ and -");
            }
        }
    }

    /** Returns the defaults. */
    public static SyncConfig defaults() {
        return new SyncConfig(null, null, null, null);
    }
}
