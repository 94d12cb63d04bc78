package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry can answer wrongly, through the event bus: each gets its own kind of failure, at once. */
class RegistryFaultTest {
    private static final String JSON = "application/json";
    private static Toolkit toolkit;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("timeoutMs", 500)
                                .put("stallTimeoutMs", 500)
                                .put("poolSize", 4)));
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED, UNAUTHORIZED",
        "403, DENIED, DENIED",
        "404, NAME_UNKNOWN, NOT_FOUND",
        "405, UNSUPPORTED, UNSUPPORTED",
        "409, CONFLICT, CONFLICT",
        "413, SIZE, TOO_LARGE",
        "415, MANIFEST, MANIFEST_REFUSED",
        "429, TOOMANYREQUESTS, TOO_MANY_REQUESTS",
        "500, UNKNOWN, REGISTRY_FAULT",
        "502, '', REGISTRY_FAULT",
        "301, '', REGISTRY_FAULT",
        "400, MANIFEST_INVALID, MANIFEST_REFUSED",
        "400, DIGEST_INVALID, DIGEST_MISMATCH",
        "400, SIZE_INVALID, SIZE_MISMATCH",
        "400, TAG_INVALID, NAME_INVALID",
        "400, UNSUPPORTED, UNSUPPORTED",
        "400, ODD, BAD_REQUEST",
    })
    void tellsWhatAStatusMeans(int status, String code, FailureKind kind) {
        // Given
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"the registry's words\"}]}";
        try (ScriptedServer server = ScriptedServer.answering(status, JSON, body)) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure)
                    .hasMessageContaining("team/app")
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining("the registry's words");
            assertThat(failure.errors()).hasSize(1);
        }
    }

    @Test
    void takesATextOfAnImmutableTagForWhatItIs() {
        // Given
        String body = "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"The image tag '1' is immutable\"}]}";
        try (ScriptedServer server = ScriptedServer.of(exchange ->
                exchange.answer(exchange.method().equals("HEAD") ? 404 : 400, Map.of("Content-Type", JSON), body))) {
            // When
            RegistryException failure = failure(client(server)
                    .putManifest(new PutManifestRequest(null, "team/app", "1", MediaType.OCI_MANIFEST, "{}")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TAG_IMMUTABLE);
        }
    }

    @Test
    void handsOnHowLongToWait() {
        // Given
        try (ScriptedServer server =
                ScriptedServer.of(exchange -> exchange.answer(429, Map.of("Retry-After", "7"), "slow down"))) {
            // When
            RegistryException failure = failure(client(server).listRepositories());
            // Then
            assertThat(failure.retryAfterMs()).isEqualTo(7_000);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("slow down");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, '<html>hello</html>'",
        "application/json, ''",
        "application/json, '[]'",
        "application/json, '{}'",
        "application/json, '{\"tags\":{}}'",
        "application/json, '{\"tags\":[1]}'",
        "application/json, '{\"tags\":[\"a\"]} {}'",
        "application/json, '{\"tags\":[\"a\"],\"tags\":[]}'",
    })
    void refusesAnAnswerThatMakesNoSense(String type, String body) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, type, body)) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        // Given
        String deep = "{\"tags\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        try (ScriptedServer server = ScriptedServer.answering(200, JSON, deep)) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        }
    }

    @Test
    void takesNullTagsForNone() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, JSON, "{\"name\":\"a\",\"tags\":null}")) {
            // When
            var tags = await(client(server).listTags("team/app"));
            // Then
            assertThat(tags).isEmpty();
        }
    }

    @Test
    void endsAListThatGoesInACircle() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200, Map.of("Link", "</v2/team/app/tags/list?last=a&n=1>; rel=\"next\""), "{\"tags\":[\"a\"]}"))) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void followsOnlyTheQueryOfALink() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                exchange.uri().contains("mark=2")
                        ? Map.of()
                        : Map.of("Link", "<http://203.0.113.1/elsewhere?mark=2>; rel=next"),
                "{\"tags\":[\"" + exchange.uri().length() + "\"]}"))) {
            // When
            var tags = await(client(server).listTags("team/app"));
            // Then
            assertThat(tags).hasSize(2);
            assertThat(server.requests())
                    .containsExactly("GET /v2/team/app/tags/list", "GET /v2/team/app/tags/list?mark=2");
        }
    }

    @Test
    void readsNoMoreThanTheLimit() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            while (true) {
                exchange.raw(" ".repeat(64 << 10));
            }
        })) {
            // When
            RegistryException failure = failure(client(server).getManifest("team/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        }
    }

    @Test
    void checksAManifestAgainstTheDigestOfItsHeader() {
        // Given
        Map<String, String> headers = Map.of(
                "Docker-Content-Digest", Digest.sha256(new byte[0]).toString(), "Content-Type", MediaType.OCI_INDEX);
        try (ScriptedServer server =
                ScriptedServer.of(exchange -> exchange.answer(200, headers, "{\"manifests\":[]}"))) {
            // When
            RegistryException failure = failure(client(server).getManifest("team/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        }
    }

    @Test
    void checksAManifestAgainstTheDigestItWasAskedBy() {
        // Given
        String digest = Digest.sha256("other".getBytes(StandardCharsets.UTF_8)).toString();
        try (ScriptedServer server = ScriptedServer.answering(200, MediaType.OCI_INDEX, "{\"manifests\":[]}")) {
            // When
            RegistryException failure = failure(client(server).getManifest("team/app", digest));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        }
    }

    @Test
    void refusesAManifestThatIsAnIndexAtOnce() {
        // Given
        String both = "{\"manifests\":[],\"layers\":[],\"config\":{}}";
        try (ScriptedServer server = ScriptedServer.answering(200, MediaType.OCI_INDEX, both)) {
            // When
            RegistryException failure = failure(client(server).getManifest("team/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        }
    }

    @Test
    void tellsThatNobodyListens() throws IOException {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // When
        RegistryException failure = failure(
                toolkit.client().withRegistry("http://127.0.0.1:" + port).ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
        assertThat(failure.hint()).isPresent();
    }

    @Test
    void tellsThatANameIsUnknown() {
        // When
        RegistryException failure = failure(
                toolkit.client().withRegistry("http://no-such-host.invalid").ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void tellsThatTlsMeetsPlainHttp() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.Exchange::cut)) {
            // When
            RegistryException failure = failure(toolkit.client()
                    .withRegistry(server.url().replace("http:", "https:"))
                    .ping());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        }
    }

    @Test
    void tellsThatARegistryIsSilent() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.Exchange::hang)) {
            RegistryClient client = client(server);
            // When
            Future<?> head = client.headBlob("team/app", Digest.sha256(new byte[0]));
            Future<?> get = client.listTags("team/app");
            // Then
            assertThat(failure(head).kind()).isEqualTo(FailureKind.STALLED);
            assertThat(failure(get).kind()).isEqualTo(FailureKind.STALLED);
        }
    }

    @Test
    void tellsThatABodyStandsStill() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"tags\":");
            exchange.hang();
        })) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.STALLED);
        }
    }

    @Test
    void tellsThatAConnectionWasCut() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"tags\":");
            exchange.cut();
        })) {
            // When
            RegistryException failure = failure(client(server).listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        }
    }

    @Test
    void knowsARegistryWithoutAVersionHeader() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, JSON, "{}")) {
            // When
            var reply = await(client(server).ping());
            // Then
            assertThat(reply.reachable()).isTrue();
            assertThat(reply.apiVersion()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"200, text/html, REGISTRY_FAULT", "404, text/plain, REGISTRY_FAULT", "401, text/plain, UNAUTHORIZED"})
    void knowsWhatIsNoRegistry(int status, String type, FailureKind kind) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(status, type, "hello")) {
            // When
            RegistryException failure = failure(client(server).ping());
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
        }
    }

    @Test
    void takesAChallengeForASignOfLife() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(
                exchange -> exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), ""))) {
            // When
            var reply = await(client(server).ping());
            // Then
            assertThat(reply.authenticated()).isFalse();
        }
    }

    private static RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }
}
