package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and answers that would spoil a connection, or lie. */
class HostileRequestTest {
    private Toolkit toolkit;

    @BeforeEach
    void start() {
        toolkit = Toolkit.start(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("poolSize", 1)
                                .put("connectTimeoutMs", 300)
                                .put("timeoutMs", 2_000)
                                .put("stallTimeoutMs", 2_000)));
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a b", "?a\r\nX: y", "?a#b", "?ü", "?%zz"})
    void sendsNoMarkThatIsNoQuery(String last) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, "application/json", "{\"tags\":[]}")) {
            JsonObject request = JsonBinding.toJson(new ListTagsRequest(server.url(), "team/app", null, last));
            // When
            Throwable failure = toolkit.vertx()
                    .eventBus()
                    .request("registry.tags.list", request)
                    .toCompletionStage()
                    .handle((reply, cause) -> cause)
                    .toCompletableFuture()
                    .join();
            // Then
            assertThat(failure).isInstanceOf(ReplyException.class).hasMessageContaining("'last'");
            assertThat(((ReplyException) failure).failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
            assertThat(server.requests()).isEmpty();
            assertThat(await(client(server).listTags("team/app"))).isEmpty();
        }
    }

    @Test
    void tellsThatNoConnectionCanBeMade() throws IOException {
        // Given
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                fill.add(socket);
                connectOrNot(socket, full);
            }
            RegistryClient client = toolkit.client().withRegistry("http://127.0.0.1:" + full.getLocalPort());
            // When
            RegistryException get = failure(client.listTags("team/app"));
            RegistryException head = failure(client.headBlob("team/app", Digest.sha256(new byte[0])));
            // Then
            assertThat(get.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(head.kind()).isEqualTo(FailureKind.UNREACHABLE);
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    private static void connectOrNot(Socket socket, ServerSocket server) {
        try {
            socket.connect(server.getLocalSocketAddress(), 100);
        } catch (IOException e) {
            // The queue is full, as it should be.
        }
    }

    @Test
    void refusesAHeadOfAnotherDigest() {
        // Given
        String other = Digest.sha256(new byte[1]).toString();
        try (ScriptedServer server =
                ScriptedServer.of(exchange -> exchange.answer(200, Map.of("Docker-Content-Digest", other), "12"))) {
            // When
            RegistryException failure = failure(client(server)
                    .headManifest("team/app", Digest.sha256(new byte[0]).toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        }
    }

    @Test
    void putsNothingUnderADigestThatIsNotItsOwn() {
        // Given
        String digest = Digest.sha256(new byte[0]).toString();
        try (ScriptedServer server = ScriptedServer.answering(201, "text/plain", "")) {
            // When
            RegistryException failure = failure(client(server)
                    .putManifest(new PutManifestRequest(null, "team/app", digest, MediaType.OCI_MANIFEST, "{}")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void readsNoEndlessErrorToItsEnd() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("DELETE")) {
                exchange.raw("HTTP/1.1 405 No\r\nContent-Type: text/plain\r\n\r\n");
                while (true) {
                    exchange.raw(" ".repeat(64 << 10));
                }
            }
            exchange.answer(200, Map.of(), "{\"tags\":[]}");
        })) {
            // When
            RegistryException failure = failure(client(server).deleteBlob("team/app", Digest.sha256(new byte[0])));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(await(client(server).listTags("team/app"))).isEmpty();
        }
    }
}
