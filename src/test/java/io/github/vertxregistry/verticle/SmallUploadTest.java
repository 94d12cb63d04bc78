package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small blobs go up in the request that closes their session; what may happen to a large one may happen to them. */
class SmallUploadTest extends PushFixture {
    private static final int SMALL = 100_000;
    private final AtomicInteger faults = new AtomicInteger();

    private PushReply push(ScriptedServer server) {
        byte[] bytes = new byte[SMALL];
        new Random(2).nextBytes(bytes);
        tar = tarWithLayer(bytes);
        return await(client(server).push(request().withConcurrency(1)));
    }

    private static boolean isLayersPut(Exchange exchange) {
        return exchange.method().equals("PUT") && isLayerUpload(exchange);
    }

    private ScriptedServer onFirstPutOfTheLayer(Script odd) {
        return ScriptedServer.of(exchange -> {
            if (isLayersPut(exchange) && faults.getAndIncrement() == 0) {
                odd.serve(exchange);
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    private static List<String> uploads(ScriptedServer server) {
        return server.requests().stream()
                .filter(line -> line.contains("/blobs/uploads/"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private void assertWhole(PushReply reply) {
        assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
        assertThat(await(toolkit.client().imageInfo("fault/app", "1"))
                        .layers()
                        .get(0)
                        .size())
                .isEqualTo(SMALL);
    }

    @Test
    void takesTwoRequests() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            PushReply reply = push(server);
            // Then
            assertWhole(reply);
            assertThat(uploads(server)).containsExactly("POST", "PUT", "POST", "PUT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 413, 501})
    void goesAnotherWayWhereThatIsRefused(int refusal) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT")
                    && !exchange.headers().getOrDefault("Content-Length", "0").equals("0")
                    && exchange.uri().contains("/blobs/uploads/")) {
                exchange.answer(refusal, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = push(server);
            // Then
            assertWhole(reply);
            // What was refused once is not tried with the next.
            assertThat(uploads(server)).filteredOn("PUT"::equals).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SMALL / 2})
    void outlastsACut(int taken) {
        // Given
        try (ScriptedServer server =
                onFirstPutOfTheLayer(exchange -> exchange.answerNothing(toolkit.registry(), taken))) {
            // When
            PushReply reply = push(server);
            // Then
            assertWhole(reply);
            assertThat(faults.get()).isGreaterThan(1);
        }
    }

    @Test
    void knowsABlobWhoseAnswerWasLost() {
        // Given
        try (ScriptedServer server =
                onFirstPutOfTheLayer(exchange -> exchange.answerNothing(toolkit.registry(), Integer.MAX_VALUE))) {
            // When
            PushReply reply = push(server);
            // Then
            assertWhole(reply);
            assertThat(uploads(server)).filteredOn("POST"::equals).hasSize(2);
        }
    }

    @Test
    void goesOnInTheSameSessionWhereTheRegistryFailedForAMoment() {
        // Given
        try (ScriptedServer server = onFirstPutOfTheLayer(exchange -> exchange.answer(500, Map.of(), ""))) {
            // When
            PushReply reply = push(server);
            // Then
            assertWhole(reply);
            assertThat(uploads(server)).filteredOn("POST"::equals).hasSize(2);
        }
    }
}
