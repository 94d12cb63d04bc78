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
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Server;
import io.github.vertxregistry.testkit.TarShape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry can answer wrongly while an image goes up. */
class PushFaultTest extends PushFixture {
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
                Map<String, Integer> status = Map.of("HEAD", 404, "GET", 404, "PUT", 201, "DELETE", 204);
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

    @ParameterizedTest
    @CsvSource({"text/html, '', REGISTRY_FAULT", "application/octet-stream, of-another-blob, DIGEST_MISMATCH"})
    void takesNoPageAndNoOtherBlobForTheOneAskedFor(String type, String content, FailureKind kind) {
        // Given
        String other = Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).toString();
        Map<String, String> headers = content.isEmpty()
                ? Map.of("Content-Type", type, "Content-Length", "" + LAYER)
                : Map.of("Content-Type", type, "Content-Length", "" + LAYER, "Docker-Content-Digest", other);
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(200, headers, ""))) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(server.requests()).allMatch(line -> line.startsWith("HEAD"));
        }
    }

    @Test
    void blamesNoTarForASizeThatTheRegistryTells() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange ->
                exchange.answer(200, Map.of("Content-Length", "5", "Content-Type", "application/octet-stream"), ""))) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
            assertThat(failure).hasMessageContaining("127.0.0.1");
            assertThat(failure.hint().orElseThrow()).contains("registry").contains("validate --deep");
        }
    }

    @Test
    void believesNoCommitOfAnotherDigest() {
        // Given
        String other = Digest.sha256(new byte[1]).toString();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT")) {
                exchange.answer(201, Map.of("Docker-Content-Digest", other), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(failure.getMessage()).contains(other).doesNotContain(tar.toString());
        }
    }

    @Test
    void takesNothingButCreatedForAWrittenManifest() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT") && exchange.uri().contains("/manifests/")) {
                exchange.answer(200, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("201");
        }
    }

    @Test
    void takesAPageForNoUploadSession() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("POST")) {
                exchange.answer(200, Map.of("Content-Type", "text/html"), "<html>hello</html>");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("HTTP 200").hasMessageContaining("HTML");
            assertThat(failure.hint().orElseThrow()).contains("is there one at " + server.url());
        }
    }

    @Test
    void namesTheRegistryThatSendsItToADeadHost() {
        // Given
        int port = Server.freePort();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("POST")) {
                exchange.answer(202, Map.of("Location", "http://127.0.0.1:" + port + "/x"), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("where " + server.url().substring("http://".length()) + " sent us");
        }
    }
}
