package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Server;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No connection, no answer, half an answer: each is told apart, at once. */
class UnreachableTest {
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
    void tellsThatNobodyListens() {
        // Given
        int port = Server.freePort();
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

    private static RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }
}
