package io.github.vertxregistry.flow;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over more steps than a stack has room for, done at once or later. */
class ParallelTest {
    private static final int MANY = 100_000;
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesManyThings(boolean atOnce) {
        // Given
        List<Integer> items = IntStream.range(0, MANY).boxed().toList();
        // When
        List<Integer> done =
                await(onContext(() -> Parallel.run(items, 4, Task.unwatched(), (item, part) -> outcome(atOnce, item))));
        // Then
        assertThat(done).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsAStepManyTimes(boolean atOnce) {
        // Given
        Function<Integer, Future<Integer>> step = n -> outcome(atOnce, n + 1);
        // When
        int last = await(onContext(() -> Repeat.whilst(0, n -> n < MANY, step)));
        // Then
        assertThat(last).isEqualTo(MANY);
    }

    private Future<Integer> outcome(boolean atOnce, int value) {
        if (atOnce) {
            return Future.succeededFuture(value);
        }
        Promise<Integer> later = Promise.promise();
        vertx.runOnContext(v -> later.complete(value));
        return later.future();
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(v -> work.get().onComplete(promise));
        return promise.future();
    }
}
