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
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again over real sockets, and what is not. */
class RetryTest {
    private static final int BUDGET = 4;
    private final Vertx vertx = Vertx.vertx();
    private final HttpSender sender = new HttpSender(
            vertx,
            new JsonObject()
                    .put("timeoutMs", 500)
                    .put(
                            "retry",
                            new JsonObject()
                                    .put("firstWaitMs", 5)
                                    .put("maxWaitMs", 20)
                                    .put("maxRetryAfterMs", 3_000)
                                    .put("budget", BUDGET))
                    .mapTo(HttpConfig.class),
            Map.of(),
            "test",
            Authorizer.NONE);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<HttpAnswer> send(HttpMethod method, String url, Task task) {
        HttpCall call = HttpCall.of(method, Origin.of(url), "/v2/x", "do it");
        return onContext(() -> method.equals(HttpMethod.GET) ? sender.fetch(call, 100, task) : sender.send(call, task));
    }

    private Future<HttpAnswer> get(ScriptedServer server) {
        return send(HttpMethod.GET, server.url(), Task.unwatched());
    }

    private <T> Future<T> onContext(Supplier<Future<T>> code) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(v -> code.get().onComplete(promise));
        return promise.future();
    }

    /** Does something odd with the first request and answers all others. */
    private static ScriptedServer onceThen200(ScriptedServer.Script first) {
        return ScriptedServer.of(exchange -> {
            if (exchange.server().requests().size() == 1) {
                first.serve(exchange);
            } else {
                exchange.answer(200, Map.of(), "done");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 522})
    void asksAgainWhereAStatusMayPass(int status) {
        // Given
        try (ScriptedServer server = onceThen200(exchange -> exchange.answer(status, Map.of(), ""))) {
            // When
            HttpAnswer answer = await(get(server));
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "HTTP/1.1 2"})
    void asksAgainWhereTheConnectionBreaks(String until) {
        // Given
        try (ScriptedServer server = onceThen200(exchange -> {
            exchange.raw(until);
            exchange.cut();
        })) {
            // When
            HttpAnswer answer = await(get(server));
            // Then
            assertThat(answer.body()).hasToString("done");
        }
    }

    @Test
    void asksASilentRegistryAgainOnce() {
        // Given
        try (ScriptedServer server = onceThen200(Exchange::hang)) {
            // When
            HttpAnswer answer = await(get(server));
            // Then
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 501})
    void takesAnAnswerThatWillNotPassForTheAnswer(int status) {
        // Given
        try (ScriptedServer server = onceThen200(exchange -> exchange.answer(status, Map.of(), ""))) {
            // When
            HttpAnswer answer = await(get(server));
            // Then
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"DELETE, 500, 1", "DELETE, 503, 2", "DELETE, 429, 2", "PUT, 502, 1", "PUT, 425, 2", "POST, 500, 2"})
    void repeatsNothingThatMayHaveBeenDone(String method, int status, int requests) {
        // Given
        try (ScriptedServer server = onceThen200(exchange -> exchange.answer(status, Map.of(), ""))) {
            // When
            await(send(HttpMethod.valueOf(method), server.url(), Task.unwatched()));
            // Then
            assertThat(server.requests()).hasSize(requests);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesAHostAloneForAsLongAsItAsks(boolean asDate) {
        // Given
        List<Instant> times = new CopyOnWriteArrayList<>();
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        Map<String, String> busy = asDate
                ? Map.of("Date", format(now), "Retry-After", format(now.plusSeconds(1)))
                : Map.of("Retry-After", "1");
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            times.add(Instant.now());
            exchange.answer(times.size() == 1 ? 429 : 200, times.size() == 1 ? busy : Map.of(), "");
        })) {
            Future<HttpAnswer> first = get(server);
            Future<HttpAnswer> second = first.compose(done -> get(server));
            // When
            HttpAnswer answer = await(second);
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        }
    }

    private static String format(ZonedDateTime time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time);
    }

    @Test
    void tellsEveryRequestToTheHostToWait() throws InterruptedException {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            times.add(Instant.now());
            exchange.answer(
                    times.size() == 1 ? 503 : 200, times.size() == 1 ? Map.of("Retry-After", "1") : Map.of(), "");
            busy.countDown();
        })) {
            HttpCall one = HttpCall.of(HttpMethod.GET, Origin.of(server.url()), "/v2/", "ping");
            await(onContext(() -> sender.sendOnce(one, Task.unwatched())));
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            await(get(server));
            // Then
            assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        }
    }

    @Test
    void waitsForNoOneWhoAsksForTooLong() {
        // Given
        try (ScriptedServer server = onceThen200(exchange -> exchange.answer(429, Map.of("Retry-After", "3600"), ""))) {
            // When
            HttpAnswer answer = await(get(server));
            // Then
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.failure().retryAfterMs()).isEqualTo(3_600_000);
        }
    }

    @Test
    void stormsNoHostThatIsDown() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(500, "text/plain", "down")) {
            // When
            List<Future<HttpAnswer>> all =
                    IntStream.range(0, 20).mapToObj(i -> get(server)).toList();
            // Then
            all.forEach(answer -> assertThat(await(answer).status()).isEqualTo(500));
            assertThat(server.requests()).hasSize(20 + BUDGET);
        }
    }

    @Test
    void comesBackAtOnceWhereNobodyHasEverAnswered() throws IOException {
        // Given
        String url;
        try (ScriptedServer gone = ScriptedServer.answering(200, "text/plain", "")) {
            url = gone.url();
        }
        Future<HttpAnswer> sent = send(HttpMethod.GET, url, Task.unwatched());
        // When
        RegistryException failure = failure(sent);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("cannot connect");
    }

    @Test
    void endsAWaitWithItsOperation() throws InterruptedException {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        Task task = Task.unwatched();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            exchange.answer(429, Map.of("Retry-After", "3"), "");
            asked.countDown();
        })) {
            Future<HttpAnswer> waiting = send(HttpMethod.GET, server.url(), task);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            task.cancel();
            // Then
            assertThat(failure(waiting).kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
