package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * What is tried again when a registry is overloaded, fails or breaks a connection off. Times in milliseconds.
 *
 * @param tries how often the same is tried in a row without getting further, the first time included; 5
 * @param firstWaitMs the wait before the second try, which doubles with each one, less up to a half by chance; 200
 * @param maxWaitMs the longest such wait; 10,000
 * @param maxRetryAfterMs the longest {@code Retry-After} that is waited for: what asks for more fails at once; 60,000
 * @param budget how many tries a host is given beyond one for ten of its answers, so that a dead one is not stormed; 50
 */
public record RetryConfig(Integer tries, Long firstWaitMs, Long maxWaitMs, Long maxRetryAfterMs, Integer budget) {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    public RetryConfig {
        tries = Check.between("http.retry.tries", tries, 5, 1, 100);
        firstWaitMs = Check.between("http.retry.firstWaitMs", firstWaitMs, 200, 1, DAY_MS);
        maxWaitMs = Check.between("http.retry.maxWaitMs", maxWaitMs, 10_000, 1, DAY_MS);
        maxRetryAfterMs = Check.between("http.retry.maxRetryAfterMs", maxRetryAfterMs, 60_000, 0, DAY_MS);
        budget = Check.between("http.retry.budget", budget, 50, 0, 100_000);
    }

    /** Returns the defaults. */
    public static RetryConfig defaults() {
        return new RetryConfig(null, null, null, null, null);
    }
}
