package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of an upload, and answers that come before a body is sent. */
class UploadWayTest extends PushFixture {
    @Test
    void seesAnAnswerThatComesBeforeTheBodyIsSentAndStaysUsable() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.answerAtOnce(413, Map.of("Connection", "close"), "the body is above our limit");
                exchange.cut();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            PushRequest request = PushRequest.of(tar.toString()).withUpload(UploadMode.STREAM);
            // When
            RegistryException failure = failure(client(server).push(request));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TOO_LARGE);
            assertThat(failure).hasMessageContaining("the body is above our limit");
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            // The pool holds two connections: more requests than that must still pass.
            for (int i = 0; i < 5; i++) {
                assertThat(await(client(server).ping()).reachable()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 413, 501})
    void findsTheWayThatTheRegistryTakes(int refusal) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange) && exchange.headers().get("Content-Range") == null) {
                exchange.answer(refusal, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
            assertThat(await(toolkit.client().imageInfo("fault/app", "1")).layerCount())
                    .isOne();
        }
    }

    @Test
    void sendsChunksInOrderWithTheirRanges() {
        // Given
        List<String> ranges = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.headers().containsKey("Content-Range") && isLayerUpload(exchange)) {
                ranges.add(exchange.headers().get("Content-Range"));
            }
            exchange.forward(toolkit.registry());
        })) {
            int chunk = (1 << 20) + 1;
            PushRequest request = PushRequest.of(tar.toString())
                    .withUpload(UploadMode.CHUNKED)
                    .withChunkSize(chunk);
            // When
            await(client(server).push(request));
            // Then
            assertThat(ranges).containsExactly("0-1048576", "1048577-2097153", "2097154-3145727");
            assertThat(await(toolkit.client().imageInfo("fault/app", "1")).layerCount())
                    .isOne();
        }
    }

    @Test
    void refusesAChunkSizeBelowTheRegistrysLeastInWords() {
        // Given
        try (ScriptedServer server = leastChunk(4 << 20)) {
            PushRequest request = PushRequest.of(tar.toString())
                    .withUpload(UploadMode.CHUNKED)
                    .withChunkSize(1 << 20);
            // When
            RegistryException failure = failure(client(server).push(request));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
            assertThat(failure).hasMessageContaining("chunkSize").hasMessageContaining("4194304");
        }
    }

    /** Distribution says "100 Continue" when it has found its storage, which may take longer than a stall may. */
    @Test
    void takesALateContinueForNoStall() {
        // Given
        AtomicInteger uploads = new AtomicInteger();
        try (ScriptedServer server = onLayerUpload(exchange -> {
            uploads.incrementAndGet();
            pause(STALL_MS + 200);
            exchange.forward(toolkit.registry());
        })) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
            assertThat(uploads).hasValue(1);
        }
    }

    private static void pause(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private ScriptedServer leastChunk(int bytes) {
        return ScriptedServer.of(exchange -> {
            if (exchange.method().equals("POST")) {
                exchange.answer(
                        202,
                        Map.of("Location", "/v2/fault/app/blobs/uploads/x?state=1", "OCI-Chunk-Min-Length", "" + bytes),
                        "");
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 200_000, 900_000})
    void seesWhyASmallBodyIsRefusedByOneThatClosesAtOnce(int length) {
        // Given
        tar = tarWithLayer(new byte[length]);
        try (ScriptedServer server = onLayerUpload(exchange -> {
            exchange.answerAtOnce(413, Map.of("Connection", "close"), "the body is above our limit");
            exchange.cut();
        })) {
            // When
            RegistryException failure = failure(client(server).push(request().withUpload(UploadMode.STREAM)));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TOO_LARGE);
            assertThat(failure.hint().orElseThrow()).contains("--upload chunked");
        }
    }

    @Test
    void asksForSmallerChunksWhereChunksAreTooLarge() {
        // Given
        try (ScriptedServer server = onLayerUpload(exchange -> exchange.answer(413, Map.of(), ""))) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TOO_LARGE);
            assertThat(failure.hint().orElseThrow()).contains("--chunk-size").doesNotContain("--upload");
        }
    }

    @Test
    void triesARefusedWayNoSecondTime() {
        // Given
        Path two = image("fault/app:1")
                .layer(new byte[400_000], Compression.NONE)
                .layer(new byte[300_000], Compression.NONE)
                .write(folder.resolve("two.tar"), TarShape.DOCKER_LEGACY);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            boolean streamed = exchange.method().equals("PATCH")
                    && !exchange.headers().getOrDefault("Content-Length", "0").equals("0");
            if (streamed) {
                exchange.answer(405, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            PushRequest request = PushRequest.of(two.toString()).withConcurrency(1);
            // When
            PushReply reply = await(client(server).push(request));
            // Then
            assertThat(reply.images().get(0).uploaded()).isEqualTo(3);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("PATCH"))
                    .hasSize(1);
        }
    }
}
