package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * How operations are kept. Times in milliseconds.
 *
 * @param drainTimeoutMs how long an undeploy lets what runs finish; 10,000
 * @param retainMs how long an operation that has ended can be asked about; 300,000
 * @param beatMs how often an operation that takes its time tells that it is alive; 1,000
 * @param changes whether this node does what changes a registry; true
 */
public record OperationsConfig(Long drainTimeoutMs, Long retainMs, Long beatMs, Boolean changes) {
    /** A caller takes five seconds of silence for death. */
    private static final long MOST_BEAT_MS = 2_000;

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public OperationsConfig {
        drainTimeoutMs = Check.between("operations.drainTimeoutMs", drainTimeoutMs, 10_000, 0, DAY_MS);
        retainMs = Check.between("operations.retainMs", retainMs, 300_000, 0, DAY_MS);
        beatMs = Check.between("operations.beatMs", beatMs, 1_000, 10, MOST_BEAT_MS);
        changes = Check.orElse(changes, true);
    }
}
