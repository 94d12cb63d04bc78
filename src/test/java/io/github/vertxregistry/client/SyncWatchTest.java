package io.github.vertxregistry.client;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.message.SyncTotals;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncWatchTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void goesOnWhereTheCallersHandlerFails() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        SyncWatch watch = new SyncWatch(
                vertx,
                () -> vertx.timer(1).map(over -> status(asked.incrementAndGet() < 3 ? State.RUNNING : State.DONE)),
                told -> {
                    throw new IllegalStateException("as a caller's code does");
                });
        // When
        SyncStatus last = await(watch.ended());
        // Then
        assertThat(last.state()).isEqualTo(State.DONE);
        assertThat(asked).hasValue(3);
    }

    private static SyncStatus status(State state) {
        return new SyncStatus(
                "job",
                state,
                "a",
                "b",
                false,
                "2026-01-01T00:00:00Z",
                0,
                SyncTotals.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                null);
    }
}
