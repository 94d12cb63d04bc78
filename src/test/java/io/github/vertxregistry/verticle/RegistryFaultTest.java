package io.github.vertxregistry.verticle;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry can answer wrongly, through the event bus: each gets its own kind of failure, at once. */
class RegistryFaultTest {
    private static final String JSON = "application/json";
    private static Toolkit toolkit;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
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

    @ParameterizedTest
    @CsvSource({"1, 100000", "20000, 5"})
    void readsNoMoreHeadersThanItsLimit(int count, int length) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
            for (int i = 0; i < count; i++) {
                exchange.raw("X-" + i + ": " + "x".repeat(length) + "\r\n");
            }
            exchange.raw("\r\n");
        })) {
            // When
            RegistryException failure = failure(client(server).getManifest("team/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
            assertThat(failure).hasMessageContaining("headers").hasMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void readsNoDocumentThatIsNestedTooDeep(String nested) {
        // Given
        String deep = "{\"tags\":" + nested.repeat(50_000);
        try (ScriptedServer server = ScriptedServer.answering(200, JSON, deep)) {
            // When
            RegistryException manifest = failure(client(server).getManifest("team/app", "1"));
            RegistryException tags = failure(client(server).listTags("team/app"));
            // Then
            assertThat(manifest.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
            assertThat(tags.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
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

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512"})
    void checksAManifestAgainstTheDigestItWasAskedBy(String algorithm) {
        // Given
        String digest = Digest.of(algorithm, Digest.newHash(algorithm)).toString();
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

    private static RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }
}
