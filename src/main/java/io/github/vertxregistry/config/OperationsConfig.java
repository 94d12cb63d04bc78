package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * How operations are kept. Times in milliseconds.
 *
 * @param drainTimeoutMs how long an undeploy lets what runs finish; 10,000
 * @param retainMs how long an operation that has ended can be asked about; 300,000
 * @param beatMs how often a long operation tells that it is alive; 1,000
 */
public record OperationsConfig(Long drainTimeoutMs, Long retainMs, Long beatMs) {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public OperationsConfig {
        drainTimeoutMs = Check.between("operations.drainTimeoutMs", drainTimeoutMs, 10_000, 0, DAY_MS);
        retainMs = Check.between("operations.retainMs", retainMs, 300_000, 0, DAY_MS);
        beatMs = Check.between("operations.beatMs", beatMs, 1_000, 10, 60_000);
    }
}
