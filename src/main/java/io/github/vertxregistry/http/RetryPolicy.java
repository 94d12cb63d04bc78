package io.github.vertxregistry.http;

import io.github.vertxregistry.config.RetryConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * How often something that may pass is tried, and after which waits: twice as long with each try, less up to a half by
 * chance, or as long as the registry asks for. Pure but for chance, which is given.
 */
record RetryPolicy(RetryConfig config, DoubleSupplier random) {
    /** A silent registry takes the whole of a timeout with each try. */
    private static final int MOST_SILENT_TRIES = 2;

    /** Returns whether the failure is a silence, of which fewer are outlasted. */
    static boolean isSilence(RegistryException failure) {
        return failure.kind() == FailureKind.STALLED;
    }

    /**
     * Returns the milliseconds to wait after so many tries that failed, of which so many by silence, or empty where it is not
     * tried again.
     */
    OptionalLong waitAfter(int tries, int silent, RegistryException failure) {
        if (tries >= config.tries() || (isSilence(failure) && silent >= MOST_SILENT_TRIES)) {
            return OptionalLong.empty();
        }
        long asked = failure.retryAfterMs();
        if (asked > config.maxRetryAfterMs()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(asked, backOff(tries)));
    }

    private long backOff(int tries) {
        double full = Math.min(config.maxWaitMs(), config.firstWaitMs() * Math.pow(2, tries - 1));
        return Math.max(1, Math.round(full * (1 - random.getAsDouble() / 2)));
    }
}
