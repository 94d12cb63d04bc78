package io.github.vertxregistry.registry;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.http.Authorizer;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A blob is read as its reader wants it, and a reader that stops, waits or goes away leaves nothing behind. */
class BlobSourceTest extends BlobFixture {
    @Test
    void readsTheWhole() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            // When
            byte[] read = await(read(source(server), 0, LENGTH));
            // Then
            assertThat(read).isEqualTo(bytes);
        }
    }

    @Test
    void readsAPart() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            // When
            byte[] read = await(read(source(server), 700_001, 234_567));
            // Then
            assertThat(read).isEqualTo(part(700_001, 234_567));
        }
    }

    @Test
    void readsAPartWhereNoRangesAreServed() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serveWhole)) {
            // When
            byte[] read = await(read(source(server), 700_001, 234_567));
            // Then
            assertThat(read).isEqualTo(part(700_001, 234_567));
        }
    }

    @Test
    void nothingIsNotAskedFor() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            // When
            byte[] read = await(read(source(server), 0, 0));
            // Then
            assertThat(read).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void goesOnAfterCutsAnywhere() {
        // Given
        Random random = new Random(11);
        try (ScriptedServer server = ScriptedServer.of(exchange -> serve(exchange, 70_000 + random.nextInt(200_000)))) {
            // When
            byte[] read = await(read(source(server), 0, LENGTH));
            // Then
            assertThat(read).isEqualTo(bytes);
            assertThat(server.requests().size()).isGreaterThan(4);
        }
    }

    @Test
    void goesOnAfterACutWhereNoRangesAreServed() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.headers().containsKey("Range")) {
                serveWhole(exchange);
            } else {
                serve(exchange, 500_000);
            }
        })) {
            // When
            byte[] read = await(read(source(server), 0, LENGTH));
            // Then
            assertThat(read).isEqualTo(bytes);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aMirrorThatCutsIsFollowedByTheRegistry() {
        // Given
        try (ScriptedServer mirror = ScriptedServer.of(exchange -> {
                    if (exchange.headers().containsKey("Range")) {
                        exchange.answer(404, Map.of(), "");
                    } else {
                        serve(exchange, 300_000);
                    }
                });
                ScriptedServer server = ScriptedServer.of(this::serve)) {
            // When
            byte[] read = await(read(source(server, mirror), 0, LENGTH));
            // Then
            assertThat(read).isEqualTo(bytes);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aReaderThatTakesItsTimeIsNoStall() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            ByteBuffer all = ByteBuffer.allocate(LENGTH);
            // When
            await(onLoop(() -> source(server)
                    .open(0, LENGTH)
                    .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> block(stream, all)
                            .compose(read -> all.position() == 200_000
                                    ? later(1_000).map(read)
                                    : Future.succeededFuture(read))))));
            // Then
            assertThat(all.array()).isEqualTo(bytes);
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** An idle connection is closed when it has been idle for longer than any wait: what it had to bring is asked for again. */
    @Test
    void aReaderThatPausesForLongerThanConnectionsLiveGoesOn() {
        // Given
        HttpConfig brief =
                config().put("stallTimeoutMs", 100).put("commitTimeoutMs", 200).mapTo(HttpConfig.class);
        HttpSender sender = new HttpSender(vertx, brief, Map.of(), "test", Authorizer.NONE);
        byte[] large = random(24 << 20);
        Descriptor blob = Descriptor.of("application/octet-stream", Digest.sha256(large), large.length);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            int from = exchange.headers().containsKey("Range") ? range(exchange)[0] : 0;
            exchange.raw("HTTP/1.1 "
                    + (from == 0
                            ? "200 OK"
                            : "206 Partial Content\r\nContent-Range: bytes " + from + "-" + (large.length - 1) + "/*")
                    + "\r\nContent-Length: " + (large.length - from) + "\r\n\r\n");
            exchange.out().write(large, from, large.length - from);
        })) {
            Registry registry = new Registry(Origin.of(server.url()), List.of(), sender, brief, UploadLog.NONE, task);
            ByteBuffer all = ByteBuffer.allocate(large.length);
            // When
            await(onLoop(() -> registry.sources("team/app")
                    .source(blob)
                    .open(0, large.length)
                    .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> block(stream, all)
                            .compose(read -> all.position() == 200_000
                                    ? later(1_000).map(read)
                                    : Future.succeededFuture(read))))));
            // Then
            assertThat(all.array()).isEqualTo(large);
            // On a busy machine other waits may end, too.
            assertThat(server.requests()).hasSizeGreaterThan(1);
        }
    }

    private Future<Void> later(long milliseconds) {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(milliseconds, id -> over.complete());
        return over.future();
    }

    @Test
    void aReaderThatWaitsHoldsTheRegistryBack() {
        // Given
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\n\r\n");
            try {
                for (byte[] block = new byte[LENGTH]; sent.get() < 1L << 30; sent.addAndGet(LENGTH)) {
                    exchange.out().write(block);
                    exchange.out().flush();
                }
            } catch (IOException e) {
                gone.complete(null);
            }
        })) {
            ByteSource source = source(server);
            ByteStream stream = await(onLoop(() -> source.open(0, LENGTH)));
            // When
            await(onLoop(() -> later(500)));
            // Then
            assertThat(sent.get()).isLessThan(32L << 20);
            await(stream.close());
            await(Future.fromCompletionStage(gone));
        }
    }

    @Test
    void aCancelledTaskClosesTheConnection() {
        // Given
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n");
            exchange.raw("some");
            end.complete(exchange.in().read());
        })) {
            Future<byte[]> reading = read(source(server), 0, LENGTH);
            while (server.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            // When
            task.cancel();
            // Then
            assertThat(failure(reading).kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(await(Future.fromCompletionStage(end))).isEqualTo(-1);
        }
    }

    @Test
    void placesAreGivenBack() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            ByteSource source = source(server);
            List<Future<byte[]>> all = new ArrayList<>();
            // When
            for (int i = 0; i < 20; i++) {
                all.add(read(source, i, LENGTH - i));
            }
            // Then
            await(Future.all(all));
            assertThat(server.requests()).hasSize(20);
        }
    }

    @Test
    void aBlockedWorkerMayWaitForReads() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> serve(exchange, 500_000))) {
            ByteSource source = source(server);
            ByteBuffer all = ByteBuffer.allocate(LENGTH);
            // When
            await(onLoop(() -> source.open(0, LENGTH)
                    .compose(stream -> vertx.executeBlocking(() -> {
                        while (await(block(stream, all)) > 0) {
                            // until the end
                        }
                        return null;
                    }))));
            // Then
            assertThat(all.array()).isEqualTo(bytes);
        }
    }

    @Test
    void refusesAPartOutsideOfTheBlob() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(this::serve)) {
            // When
            RegistryException failure = failure(read(source(server), 1, LENGTH));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        }
    }
}
