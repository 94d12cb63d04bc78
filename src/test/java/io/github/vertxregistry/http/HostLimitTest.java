package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a turn can give up, and only so many can wait. */
class HostLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final HostLimit limit = new HostLimit(vertx, 1);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void takesAStoppedTaskOutOfTheQueue() {
        // Given
        Promise<String> first = Promise.promise();
        Future<String> running = limit.run(Task.unwatched(), first::future);
        Task task = Task.unwatched();
        AtomicBoolean begun = new AtomicBoolean();
        Future<String> waiting = limit.run(task, () -> {
            begun.set(true);
            return Future.succeededFuture("never");
        });
        // When
        task.cancel();
        // Then
        assertThat(failure(waiting).kind()).isEqualTo(FailureKind.CANCELLED);
        first.complete("done");
        assertThat(await(running)).isEqualTo("done");
        assertThat(await(limit.run(Task.unwatched(), () -> Future.succeededFuture("next"))))
                .isEqualTo("next");
        assertThat(begun).isFalse();
    }

    @Test
    void letsOnlySoManyWait() {
        // Given
        Promise<String> first = Promise.promise();
        limit.run(Task.unwatched(), first::future);
        for (int i = 0; i < 10_000; i++) {
            limit.run(Task.unwatched(), first::future);
        }
        // When
        Future<String> one = limit.run(Task.unwatched(), first::future);
        // Then
        assertThat(failure(one).kind()).isEqualTo(FailureKind.TOO_MANY_REQUESTS);
        first.complete("done");
    }

    @Test
    void runsNoMoreThanItHasBecome() {
        // Given: four run, and one waits
        HostLimit four = new HostLimit(vertx, 4);
        List<Promise<String>> work =
                Stream.generate(Promise::<String>promise).limit(5).toList();
        AtomicInteger begun = new AtomicInteger();
        List<Future<String>> runs = work.stream()
                .map(promise -> four.run(Task.unwatched(), () -> {
                    begun.incrementAndGet();
                    return promise.future();
                }))
                .toList();
        // When
        four.resize(2);
        work.subList(0, 2).forEach(promise -> promise.complete("done"));
        int withTwo = begun.get();
        four.resize(3);
        work.subList(2, 5).forEach(promise -> promise.complete("done"));
        // Then
        assertThat(withTwo).isEqualTo(4);
        await(Future.all(runs));
        assertThat(begun.get()).isEqualTo(5);
    }
}
