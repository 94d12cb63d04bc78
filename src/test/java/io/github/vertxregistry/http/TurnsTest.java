package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which of a host's sixteen places. */
class TurnsTest {
    private static final Origin HOST = Origin.of("http://127.0.0.1:1");

    private final Vertx vertx = Vertx.vertx();
    private final Turns turns = new Turns(vertx, new JsonObject().mapTo(HttpConfig.class), Map.of());
    private final List<Promise<Void>> blobs = new ArrayList<>();
    private final List<Promise<Void>> others = new ArrayList<>();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static Supplier<Future<Void>> work(List<Promise<Void>> begun) {
        return () -> {
            Promise<Void> end = Promise.promise();
            begun.add(end);
            return end.future();
        };
    }

    private void ask(int uploads, int requests) {
        IntStream.range(0, uploads).forEach(i -> turns.uploads(HOST, Task.unwatched(), work(blobs)));
        IntStream.range(0, requests).forEach(i -> turns.metadata(HOST, Task.unwatched(), work(others)));
    }

    @Test
    void shortRequestsTakeWhatIsFree() {
        // When
        ask(0, 20);
        // Then
        assertThat(others).hasSize(16);
    }

    @Test
    void blobsLeaveSomeToShortRequestsAndUploadsOneToDownloads() {
        // When
        ask(20, 20);
        // Then
        assertThat(blobs).hasSize(11);
        assertThat(others).hasSize(5);
    }

    @Test
    void aPlaceThatIsGivenBackGoesToWhoWaits() {
        // Given
        ask(0, 16);
        Promise<Void> begun = Promise.promise();
        turns.uploads(HOST, Task.unwatched(), () -> {
            begun.complete();
            return Future.succeededFuture();
        });
        boolean waited = !begun.future().isComplete();
        // When
        others.get(0).complete();
        // Then
        await(begun.future());
        assertThat(waited).isTrue();
    }
}
