package io.github.vertxregistry.registry;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All tags of a repository, however many and however wrongly they are told. */
class TagsEndpointTest {
    private final Vertx vertx = Vertx.vertx();
    private final Registries registries = new Registries(
            vertx,
            new RegistriesConfig(null, null, null),
            new CredentialsConfig(null, List.of(), null, null),
            HttpConfig.defaults(),
            "test");

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private TagsEndpoint tags(ScriptedServer server) {
        return registries.find(server.url(), Task.unwatched()).tags("team/app");
    }

    @Test
    void endsAListOfTooManyTags() {
        // Given
        AtomicInteger page = new AtomicInteger();
        String names = "\"a\"" + ",\"a\"".repeat(299_999);
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                Map.of("Link", "</v2/team/app/tags/list?last=" + page.incrementAndGet() + ">; rel=next"),
                "{\"tags\":[" + names + "]}"))) {
            // When
            RegistryException failure = failure(tags(server).all());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
            assertThat(page).hasValue(4);
        }
    }

    @Test
    void endsAListThatGoesInACircle() {
        // Given
        AtomicInteger page = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                Map.of("Link", "</v2/team/app/tags/list?last=" + page.incrementAndGet() % 3 + ">; rel=next"),
                "{\"tags\":[\"a\"]}"))) {
            // When
            RegistryException failure = failure(tags(server).all());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure.retryable()).isFalse();
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void gathersTheTagsOfAllPages() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                exchange.uri().contains("last") ? Map.of() : Map.of("Link", "</v2/x?last=a&n=1>; rel=\"next\""),
                "{\"tags\":[\"" + exchange.uri().length() + "\"]}"))) {
            // When
            var all = await(tags(server).all());
            // Then
            assertThat(all).hasSize(2);
            assertThat(server.requests())
                    .containsExactly("GET /v2/team/app/tags/list", "GET /v2/team/app/tags/list?last=a");
        }
    }
}
