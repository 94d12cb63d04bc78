package io.github.vertxregistry.client;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list whose pages do not end ends all the same. */
class PagesTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void endsAListWhosePagesAlwaysPointOn() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        Pages<Integer, String> pages =
                new Pages<>(mark -> later(asked.incrementAndGet()), page -> List.of(), page -> "after " + page);
        // When
        RegistryException failure = failure(pages.all());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        assertThat(failure).hasMessageContaining("10000 pages");
        assertThat(failure.retryable()).isFalse();
        assertThat(asked).hasValue(10_001);
    }

    private Future<Integer> later(int page) {
        Promise<Integer> promise = Promise.promise();
        vertx.runOnContext(v -> promise.complete(page));
        return promise.future();
    }
}
