package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.Bytes;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials go where they belong, and a 401 leads to one more request where there are new ones. */
class AuthorizationTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger challenges = new AtomicInteger();
    private final List<Set<String>> scopes = new CopyOnWriteArrayList<>();
    private boolean hasMore = true;
    private final HttpSender sender = new HttpSender(vertx, HttpConfig.defaults(), Map.of(), "test", new Authorizer() {
        @Override
        public Future<Optional<String>> authorization(HttpCall call, Task task) {
            scopes.add(call.scopes());
            return Future.succeededFuture(Optional.of("Bearer token-" + challenges.get()));
        }

        @Override
        public Future<Boolean> challenged(HttpCall call, Optional<String> sent, HttpAnswer answer, Task task) {
            challenges.incrementAndGet();
            return Future.succeededFuture(hasMore);
        }
    });

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private HttpAnswer sent(Supplier<Future<HttpAnswer>> sending) {
        Promise<HttpAnswer> answer = Promise.promise();
        vertx.runOnContext(v -> sending.get().onComplete(answer));
        return await(answer.future());
    }

    private static HttpCall call(HttpMethod method, String url) {
        return HttpCall.of(method, Origin.of(url), "/v2/a/blobs/x", "do it").needing(Set.of("repository:a:pull"));
    }

    @Test
    void asksOnceMoreWithWhatIsNew() {
        // Given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            seen.add(exchange.headers().get("Authorization"));
            exchange.answer(seen.size() == 1 ? 401 : 200, Map.of(), "");
        })) {
            // When
            HttpAnswer answer = sent(() -> sender.fetch(call(HttpMethod.GET, server.url()), 10, Task.unwatched()));
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(seen).containsExactly("Bearer token-0", "Bearer token-1");
            assertThat(scopes).containsOnly(Set.of("repository:a:pull"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverAsksAFourthTime(boolean more) {
        // Given
        hasMore = more;
        try (ScriptedServer server = ScriptedServer.answering(401, "text/plain", "no")) {
            // When
            HttpAnswer answer = sent(() -> sender.send(call(HttpMethod.HEAD, server.url()), Task.unwatched()));
            // Then
            assertThat(answer.status()).isEqualTo(401);
            assertThat(server.requests()).hasSize(more ? 3 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3 << 20})
    void sendsTheWholeBodyWithTheNewCredentials(int length) {
        // Given
        List<Integer> bodies = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if ("Bearer token-0".equals(exchange.headers().get("Authorization"))) {
                exchange.answerAtOnce(401, Map.of("Connection", "close"), "");
                exchange.drain();
                exchange.cut();
            } else {
                bodies.add(exchange.body().length);
                exchange.answerAtOnce(202, Map.of(), "");
            }
        })) {
            Bytes bytes = new Bytes(length);
            BlobPart part = new BlobPart(Digest.sha256(new byte[0]), bytes, 0, length, done -> {});
            // When
            HttpAnswer answer = sent(() -> sender.upload(call(HttpMethod.PATCH, server.url()), part, Task.unwatched()));
            // Then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(bodies).containsExactly(length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "https://127.0.0.1:%d", "http://localhost:%d"})
    void givesNothingToAnotherOrigin(String registry) {
        // Given
        List<Boolean> authorized = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            authorized.add(exchange.headers().containsKey("Authorization"));
            exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), "");
        })) {
            Origin here = Origin.of(server.url());
            HttpCall call =
                    call(HttpMethod.GET, registry.formatted(here.port())).to(new Location(here, "/elsewhere"));
            // When
            HttpAnswer answer = sent(() -> sender.fetch(call, 10, Task.unwatched()));
            // Then
            assertThat(answer.status()).isEqualTo(401);
            assertThat(authorized).containsExactly(false);
            assertThat(challenges).hasValue(0);
        }
    }

    @Test
    void takesWhatIsEchoedOfTheCredentialsOutOfTheWords() {
        // Given
        hasMore = false;
        try (ScriptedServer server = ScriptedServer.of(exchange ->
                exchange.answer(403, Map.of(), "you sent " + exchange.headers().get("Authorization")))) {
            // When
            HttpAnswer answer = sent(() -> sender.send(call(HttpMethod.GET, server.url()), Task.unwatched()));
            // Then
            assertThat(answer.failure()).hasMessageContaining("you sent Bearer ***");
        }
    }

    @Test
    void showsNoSecretInItsOwnText() {
        // When
        String text = call(HttpMethod.POST, "http://localhost:1")
                .to(new Location(Origin.of("http://localhost:1"), "/a?signature=secret"))
                .with("Authorization", "Bearer secret")
                .withContent(Buffer.buffer("password=secret"))
                .toString();
        // Then
        assertThat(text).isEqualTo("POST http://localhost:1/a (do it)");
    }
}
