package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed where that is safe, and take nothing along that is not theirs. */
class RedirectTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpSender sender = new HttpSender(vertx, HttpConfig.defaults(), Map.of(), "test", new Authorizer() {
        @Override
        public Future<Optional<String>> authorization(HttpCall call, Task task) {
            return Future.succeededFuture(Optional.of("Bearer secret"));
        }

        @Override
        public Future<Boolean> challenged(HttpCall call, Optional<String> sent, HttpAnswer answer, Task task) {
            return Future.succeededFuture(false);
        }
    });

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<HttpAnswer> send(HttpMethod method, String url) {
        HttpCall call = HttpCall.of(method, Origin.of(url), "/v2/a/blobs/x", "get blob")
                .with("Accept", "a/b")
                .with("X-Custom", "ours");
        Promise<HttpAnswer> promise = Promise.promise();
        vertx.runOnContext(v -> (method.equals(HttpMethod.GET)
                        ? sender.fetch(call, 100, Task.unwatched())
                        : sender.send(call, Task.unwatched()))
                .onComplete(promise));
        return promise.future();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void takesNeitherCredentialsNorOwnHeadersToAnotherHost(int status) {
        // Given
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer store = ScriptedServer.of(exchange -> {
                    seen.add(exchange.headers());
                    exchange.answer(200, Map.of(), "blob");
                });
                ScriptedServer registry = ScriptedServer.of(
                        exchange -> exchange.answer(status, Map.of("Location", store.url() + "/x?signature=y"), ""))) {
            // When
            HttpAnswer answer = await(send(HttpMethod.GET, registry.url()));
            // Then
            assertThat(answer.body()).hasToString("blob");
            assertThat(store.requests()).containsExactly("GET /x?signature=y");
            assertThat(seen.get(0)).containsEntry("Accept", "a/b").doesNotContainKeys("Authorization", "X-Custom");
        }
    }

    @Test
    void keepsThemOnTheWayWithinTheRegistry() {
        // Given
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer registry = ScriptedServer.of(exchange -> {
            seen.add(exchange.headers());
            exchange.answer(exchange.uri().equals("/x") ? 200 : 307, Map.of("Location", "/x"), "");
        })) {
            // When
            HttpAnswer answer = await(send(HttpMethod.HEAD, registry.url()));
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(seen.get(1))
                    .containsEntry("Authorization", "Bearer secret")
                    .containsEntry("X-Custom", "ours");
        }
    }

    @Test
    void endsRedirectsThatLeadInACircle() {
        // Given
        try (ScriptedServer registry =
                ScriptedServer.of(exchange -> exchange.answer(307, Map.of("Location", exchange.uri()), ""))) {
            // When
            RegistryException failure = failure(send(HttpMethod.GET, registry.url()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("redirects more than 5 times");
            assertThat(registry.requests()).hasSize(6);
        }
    }

    @Test
    void followsNoneOfARequestThatWrites() {
        // Given
        try (ScriptedServer registry =
                ScriptedServer.of(exchange -> exchange.answer(307, Map.of("Location", "/x"), ""))) {
            // When
            HttpAnswer answer = await(send(HttpMethod.DELETE, registry.url()));
            // Then
            assertThat(answer.status()).isEqualTo(307);
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @Test
    void leavesTlsForNoPlainHttp() {
        // Given
        HttpCall call = HttpCall.of(HttpMethod.GET, Origin.of("https://127.0.0.1:1"), "/v2/a/blobs/x", "get blob");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("Location", "http://127.0.0.1:1/x");
        Future<HttpAnswer> followed = Redirects.follow(
                call, next -> Future.succeededFuture(new HttpAnswer(next, 307, headers, Buffer.buffer())));
        // When
        RegistryException failure = failure(followed);
        // Then
        assertThat(failure).hasMessageContaining("from https to http");
    }
}
