package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a token server can answer wrongly: each ends in words, at once, and no secret is in them. */
class TokenServerFaultTest {
    private static final String PASSWORD = "correct-horse-battery";
    private Toolkit toolkit;
    private int timeoutMs = 10_000;

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private static ScriptedServer registry(String realm) {
        return ScriptedServer.of(exchange ->
                exchange.answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"s\""), ""));
    }

    private RegistryException failureAt(ScriptedServer registry) {
        JsonObject entry = new JsonObject().put("username", "ci").put("password", PASSWORD);
        String host = registry.url().substring("http://".length());
        toolkit = Toolkit.against(
                registry.url(),
                new JsonObject()
                        .put("http", new JsonObject().put("timeoutMs", timeoutMs))
                        .put("credentials", new JsonObject().put("registries", new JsonObject().put(host, entry))));
        return failure(toolkit.client().listTags("team/app"));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("{\"token\":\"" + "x".repeat(200_000) + "\"}", FailureKind.LIMIT_EXCEEDED, "longer than"),
                Arguments.of("{\"token\":\"" + "x".repeat(60_000) + "\"}", FailureKind.REGISTRY_FAULT, "no token"),
                Arguments.of("[".repeat(5_000) + "]".repeat(5_000), FailureKind.REGISTRY_FAULT, "no JSON object"),
                Arguments.of(
                        "{\"a\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(201),
                        FailureKind.REGISTRY_FAULT,
                        "no JSON object"),
                Arguments.of("{}", FailureKind.REGISTRY_FAULT, "no token"),
                Arguments.of("{\"token\":\"\"}", FailureKind.REGISTRY_FAULT, "no token"),
                Arguments.of("{\"token\":\"s3cr3t\\r\\nX-Evil: 1\"}", FailureKind.REGISTRY_FAULT, "no token"),
                Arguments.of("{\"token\":\"s3cr3t with blanks\"}", FailureKind.REGISTRY_FAULT, "no token"),
                Arguments.of("{\"token\": s3cr3t}", FailureKind.REGISTRY_FAULT, "no JSON object"),
                Arguments.of("s3cr3t", FailureKind.REGISTRY_FAULT, "no JSON object"),
                Arguments.of("<html>", FailureKind.REGISTRY_FAULT, "no JSON object"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerThatIsNoTokenIsAFault(String body, FailureKind kind, String words) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, "application/json", body);
                ScriptedServer registry = registry(server.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining("get a token for").hasMessageContaining(words);
            assertThat(failure.getMessage() + failure.hint() + failure.getCause())
                    .doesNotContain("s3cr3t", PASSWORD);
        }
    }

    @ParameterizedTest
    @CsvSource({"403, DENIED", "500, REGISTRY_FAULT", "503, REGISTRY_FAULT", "429, TOO_MANY_REQUESTS", "404, NOT_FOUND"
    })
    void itsFailureIsTold(int status, FailureKind kind) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(status, "text/plain", "out of order");
                ScriptedServer registry = registry(server.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining("get a token for").hasMessageContaining("out of order");
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void aRedirectIsNotFollowed(int status) {
        // Given
        List<String> stolen = new CopyOnWriteArrayList<>();
        try (ScriptedServer thief = ScriptedServer.of(exchange -> {
                    stolen.add(String.valueOf(exchange.headers().get("Authorization")));
                    exchange.answer(200, Map.of(), "{\"token\":\"x\"}");
                });
                ScriptedServer server = ScriptedServer.of(
                        exchange -> exchange.answer(status, Map.of("Location", thief.url() + "/token"), ""));
                ScriptedServer registry = registry(server.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure).hasMessageContaining("redirects elsewhere");
            assertThat(stolen).isEmpty();
        }
    }

    @Test
    void whatItEchoesOfTheCredentialsIsNotTold() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                        401,
                        Map.of("Content-Type", "text/plain"),
                        "no: " + exchange.headers().get("Authorization") + " " + PASSWORD));
                ScriptedServer registry = registry(server.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure).hasMessageContaining("no: Basic *** ***");
        }
    }

    @Test
    void oneThatIsNotThereIsUnreachable() {
        // Given
        ScriptedServer gone = ScriptedServer.answering(200, "text/plain", "");
        gone.close();
        try (ScriptedServer registry = registry(gone.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("get a token for");
        }
    }

    @Test
    void oneThatIsSilentStalls() {
        // Given
        timeoutMs = 300;
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.Exchange::hang);
                ScriptedServer registry = registry(server.url() + "/token")) {
            // When
            RegistryException failure = failureAt(registry);
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.STALLED);
        }
    }
}
