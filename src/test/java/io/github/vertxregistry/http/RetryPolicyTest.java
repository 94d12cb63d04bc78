package io.github.vertxregistry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.RetryConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something is tried again. */
class RetryPolicyTest {
    private static final RetryConfig CONFIG = new RetryConfig(6, 100L, 1_000L, 5_000L, 10);
    private final RegistryException fault = RegistryException.of(FailureKind.REGISTRY_FAULT, "it failed");

    @ParameterizedTest
    @CsvSource({"1, 0.0, 100", "1, 1.0, 50", "2, 0.0, 200", "3, 0.5, 300", "4, 0.0, 800", "5, 0.0, 1000", "5, 1.0, 500"
    })
    void waitsTwiceAsLongEachTimeLessSomeByChance(int tries, double chance, long wait) {
        // Given
        RetryPolicy policy = new RetryPolicy(CONFIG, () -> chance);
        // When
        OptionalLong chosen = policy.waitAfter(tries, 0, fault);
        // Then
        assertThat(chosen).hasValue(wait);
    }

    @Test
    void endsAfterTheLastTry() {
        // When
        OptionalLong wait = new RetryPolicy(CONFIG, () -> 0).waitAfter(6, 0, fault);
        // Then
        assertThat(wait).isEmpty();
    }

    @Test
    void asksASilentRegistryTwiceOnly() {
        // Given
        RegistryException silent = RegistryException.of(FailureKind.STALLED, "no answer");
        RetryPolicy policy = new RetryPolicy(CONFIG, () -> 0);
        // When
        OptionalLong first = policy.waitAfter(1, 1, silent);
        // Then
        assertThat(first).isPresent();
        assertThat(policy.waitAfter(2, 2, silent)).isEmpty();
        // It was cut before, and did not keep us waiting.
        assertThat(policy.waitAfter(3, 1, silent)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"3000, 3000", "10, 100", "5000, 5000"})
    void waitsAtLeastAsLongAsItIsAskedTo(long asked, long wait) {
        // Given
        RegistryException busy =
                RegistryException.of(FailureKind.TOO_MANY_REQUESTS, "slow down").withRetry(true, asked);
        // When
        OptionalLong chosen = new RetryPolicy(CONFIG, () -> 0).waitAfter(1, 0, busy);
        // Then
        assertThat(chosen).hasValue(wait);
    }

    @Test
    void doesNotWaitLongerThanIsConfigured() {
        // Given
        RegistryException busy =
                RegistryException.of(FailureKind.TOO_MANY_REQUESTS, "slow down").withRetry(true, 5_001);
        // When
        OptionalLong wait = new RetryPolicy(CONFIG, () -> 0).waitAfter(1, 0, busy);
        // Then
        assertThat(wait).isEmpty();
    }
}
