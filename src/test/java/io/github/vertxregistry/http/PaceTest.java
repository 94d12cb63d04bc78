package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void beginsNoMoreThanSoManyInASecond() {
        // Given
        Pace pace = new Pace(vertx, 50);
        long began = System.nanoTime();
        // When
        await(Future.all(IntStream.range(0, 11)
                .mapToObj(number -> pace.turn(Task.unwatched()))
                .toList()));
        // Then: the first at once, and ten gaps of 20 ms
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void letsAStoppedTaskGo() {
        // Given
        Pace pace = new Pace(vertx, 1);
        Task task = Task.unwatched();
        Future<Void> first = pace.turn(task);
        Future<Void> second = pace.turn(task);
        // When
        task.cancel();
        // Then
        assertThat(first.succeeded()).isTrue();
        assertThat(failure(second).kind()).isEqualTo(FailureKind.CANCELLED);
    }
}
