package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import java.time.Duration;

/**
 * How long a caller waits.
 *
 * @param timeout for the reply of a short operation
 * @param stallTimeout how long a long operation may go without progress
 * @param lostAfter how long the node that works on an operation may be silent before it counts as lost
 */
public record CallOptions(Duration timeout, Duration stallTimeout, Duration lostAfter) {
    /** The longest that any of them may be: seven days. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** 30 seconds for a reply, 300 without progress, 5 without a sign of life. */
    public static final CallOptions DEFAULT =
            new CallOptions(Duration.ofSeconds(30), Duration.ofSeconds(300), Duration.ofSeconds(5));

    public CallOptions {
        check("timeout", timeout);
        check("stallTimeout", stallTimeout);
        check("lostAfter", lostAfter);
    }

    private static void check(String field, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw RegistryException.badField(
                    field, "is " + value + ", it takes a millisecond at least, and seven days at the most");
        }
    }

    /** Returns the same with another wait for the reply of a short operation. */
    public CallOptions withTimeout(Duration other) {
        return new CallOptions(other, stallTimeout, lostAfter);
    }

    /** Returns the same with another time that a long operation may go without progress. */
    public CallOptions withStallTimeout(Duration other) {
        return new CallOptions(timeout, other, lostAfter);
    }
}
