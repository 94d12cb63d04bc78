package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong while blobs go up; the scripted server stands before a real registry. */
class PushFaultTest {
    private static final int LAYER = 3 << 20;
    private Toolkit toolkit;

    @TempDir
    private Path folder;

    private Path tar;

    @BeforeEach
    void start() {
        toolkit = Toolkit.start(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("timeoutMs", 2_000)
                                .put("stallTimeoutMs", 500)
                                .put("poolSize", 2))
                .put("operations", new JsonObject().put("drainTimeoutMs", 100)));
        byte[] bytes = new byte[LAYER];
        new Random(1).nextBytes(bytes);
        tar = image("fault/app:1")
                .layer(bytes, Compression.NONE)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }

    private static boolean isLayerUpload(Exchange exchange) {
        return Integer.parseInt(exchange.headers().getOrDefault("Content-Length", "0")) > (1 << 20);
    }

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
            assertThat(ranges).containsExactly("0-1048576", "1048577-2097153");
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

    @Test
    void givesUpAnUploadThatStandsStillAndItsSession() {
        // Given
        // More than the sockets' buffers hold, so that the body cannot be sent whole.
        tar = image("fault/app:1")
                .layer(new byte[32 << 20], Compression.NONE)
                .write(folder.resolve("large.tar"), TarShape.DOCKER_LEGACY);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.STALLED);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertNoTag();
        }
    }

    @Test
    void tellsThatAnUploadWasCut() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.in().readNBytes(100_000);
                exchange.cut();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertNoTag();
        }
    }

    @Test
    void cancelsAPushAndDeletesItsSession() throws InterruptedException {
        // Given
        CountDownLatch uploading = new CountDownLatch(1);
        try (ScriptedServer server = hanging(uploading)) {
            Transfer<PushReply> push = client(server).startPush(PushRequest.of(tar.toString()));
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            push.cancel();
            // Then
            assertThat(failure(push.result()).kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertThat(await(toolkit.client().operation(push.operationId())).state())
                    .hasToString("failed");
        }
    }

    @Test
    void failsWhatRunsWhenItIsUndeployed() throws InterruptedException {
        // Given
        CountDownLatch uploading = new CountDownLatch(1);
        try (ScriptedServer server = hanging(uploading)) {
            Transfer<PushReply> push = client(server).startPush(PushRequest.of(tar.toString()));
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            await(toolkit.vertx().undeploy(toolkit.deployment()));
            // Then
            assertThat(failure(push.result()).kind()).isEqualTo(FailureKind.SHUTTING_DOWN);
            assertThat(failure(client(server).ping()).kind()).isEqualTo(FailureKind.NOT_DEPLOYED);
        }
    }

    private ScriptedServer hanging(CountDownLatch uploading) {
        return ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                uploading.countDown();
                exchange.in().readNBytes(LAYER);
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @Test
    void doesNotTakeAnErrorOfHeadForAbsence() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("HEAD") && exchange.uri().contains("/blobs/")) {
                exchange.answer(500, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(server.requests()).noneMatch(line -> line.startsWith("POST"));
        }
    }

    @Test
    void uploadsWhereAMountIsRefused() {
        // Given
        Path both = image("mount/one:1", "mount/two:1")
                .layer("a.txt", "a")
                .write(folder.resolve("both.tar"), TarShape.DOCKER_LEGACY);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("mount=")) {
                exchange.answer(403, Map.of(), "no mounts here");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).pushTarWithAllOriginalTags(both.toString()));
            // Then
            assertThat(reply.images().get(1).uploaded()).isEqualTo(2);
            assertThat(await(toolkit.client().listTags("mount/two"))).containsExactly("1");
        }
    }

    @Test
    void triesTheOtherKindOfManifestOnce() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            boolean docker = MediaType.DOCKER_MANIFEST.equals(exchange.headers().get("Content-Type"));
            if (exchange.method().equals("PUT") && docker) {
                exchange.answer(415, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(reply.images().get(0).mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(reply.warnings()).anyMatch(text -> text.contains(MediaType.DOCKER_MANIFEST));
        }
    }

    @Test
    void writesNoTagThatHasTheDigestAlready() {
        // Given
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT")) {
                exchange.answer(400, Map.of(), "the tag is immutable");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(reply.images().get(0).uploaded()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "http://exa mple/x", "ftp://127.0.0.1/x", "http:///x", "http://user:secret@127.0.0.1/x"})
    void refusesALocationThatIsNone(String location) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("POST")) {
                exchange.answer(202, location.isEmpty() ? Map.of() : Map.of("Location", location), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure.getMessage()).contains("Location").doesNotContain("secret");
        }
    }

    @Test
    void cancelsASessionUnderItsLatestLocation() {
        // Given
        AtomicInteger chunks = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            Map<String, String> location = Map.of("Location", "/v2/fault/app/blobs/uploads/x?state=" + chunks.get());
            if (exchange.method().equals("POST")) {
                exchange.answer(202, location, "");
            } else if (exchange.method().equals("PATCH")) {
                int now = chunks.incrementAndGet();
                exchange.answer(
                        now < 3 ? 202 : 500, Map.of("Location", "/v2/fault/app/blobs/uploads/x?state=" + now), "");
            } else {
                Map<String, Integer> status = Map.of("HEAD", 404, "PUT", 201, "DELETE", 204);
                exchange.answer(status.get(exchange.method()), Map.of(), "");
            }
        })) {
            PushRequest request = PushRequest.of(tar.toString())
                    .withUpload(UploadMode.CHUNKED)
                    .withChunkSize(1 << 20)
                    .withConcurrency(1);
            // When
            RegistryException failure = failure(client(server).push(request));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(server.requests()).contains("DELETE /v2/fault/app/blobs/uploads/x?state=2");
        }
    }

    @Test
    void deletesNothingThatWasNotAskedFor() {
        // Given
        String other = Digest.sha256("other".getBytes(StandardCharsets.UTF_8)).toString();
        String asked = Digest.sha256("asked".getBytes(StandardCharsets.UTF_8)).toString();
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200, Map.of("Docker-Content-Digest", other, "Content-Length", "0", "Content-Type", "a/b"), ""))) {
            // When
            RegistryException failure = failure(client(server).deleteDigest("fault/app", Digest.of(asked)));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(server.requests()).noneMatch(line -> line.startsWith("DELETE"));
        }
    }

    private void assertNoTag() {
        assertThat(failure(toolkit.client().listTags("fault/app")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }
}
