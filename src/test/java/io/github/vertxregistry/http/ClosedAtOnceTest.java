package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balancer with nothing behind it takes connections and closes them: some while they are being handed out. */
class ClosedAtOnceTest {
    private static final int REQUESTS = 64;
    private static final int AT_ONCE = 4;

    private final Vertx vertx = Vertx.vertx();
    /** One try each: a request that is not told of its closed connection ends when the test has given up. */
    private final HttpSender sender = new HttpSender(
            vertx,
            new JsonObject()
                    .put("eventLoops", 2)
                    .put("timeoutMs", 600_000)
                    .put("retry", new JsonObject().put("tries", 1))
                    .mapTo(HttpConfig.class),
            Map.of(),
            "test",
            Authorizer.NONE);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::closeAll, "closes-at-once");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void everyRequestIsToldThatItsConnectionWasClosed(String method) {
        // Given
        List<FailureKind> kinds = new ArrayList<>();
        // When
        await(
                Future.join(IntStream.range(0, AT_ONCE)
                        .mapToObj(i -> Future.future(done ->
                                vertx.runOnContext(v -> ask(HttpMethod.valueOf(method), REQUESTS / AT_ONCE, kinds)
                                        .onComplete(result -> done.handle(result.mapEmpty())))))
                        .toList()),
                Duration.ofMinutes(2));
        // Then
        assertThat(kinds).hasSize(REQUESTS).containsOnly(FailureKind.UNREACHABLE);
    }

    private Future<Void> ask(HttpMethod method, int times, List<FailureKind> kinds) {
        if (times == 0) {
            return Future.succeededFuture();
        }
        Origin origin = Origin.of("http://127.0.0.1:" + server.getLocalPort());
        return sender.send(HttpCall.of(method, origin, "/v2/", "ask"), Task.unwatched())
                .transform(answer -> {
                    synchronized (kinds) {
                        kinds.add(((RegistryException) answer.cause()).kind());
                    }
                    return ask(method, times - 1, kinds);
                });
    }
}
