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

/** What can be wrong with a list of names. */
class ListFaultTest {
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
    void endsAListOfRepositoriesThatGoesInACircle() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200, Map.of("Link", "</v2/_catalog?last=a&n=1>; rel=\"next\""), "{\"repositories\":[\"a\"]}"))) {
            // When
            RegistryException failure = failure(client(server).listRepositories());
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

    private static RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }
}
