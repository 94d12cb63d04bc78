package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry is known by, and what is none. */
class PingFaultTest {
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
