package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that is cut goes on where the registry has it, and begins anew where that cannot be. */
class UploadResumeTest extends PushFixture {
    private static final int HALF = LAYER / 2;
    private static final String IMMUTABLE = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"tag 1 is immutable\"}]}";
    private final AtomicInteger faults = new AtomicInteger();

    /** Does the odd thing with the first request that fits, and hands all else to the registry. */
    private ScriptedServer once(String request, Script odd) {
        return ScriptedServer.of(exchange -> {
            boolean fits = (exchange.method() + " " + exchange.uri()).matches(request)
                    && (!exchange.method().equals("PATCH") || isLayerUpload(exchange));
            if (fits && faults.getAndIncrement() == 0) {
                odd.serve(exchange);
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    private void assertPushed(PushReply reply) {
        assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
        assertThat(await(toolkit.client().imageInfo("fault/app", "1")).layerCount())
                .isOne();
        assertThat(faults.get()).isPositive();
    }

    @Test
    void goesOnWhereTheRegistryHasIt() {
        // Given
        List<String> ranges = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange) && faults.getAndIncrement() == 0) {
                exchange.answerNothing(toolkit.registry(), HALF);
                return;
            }
            if (exchange.headers().containsKey("Content-Range")) {
                ranges.add(exchange.headers().get("Content-Range"));
            }
            exchange.forward(toolkit.registry());
        })) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertPushed(reply);
            assertThat(ranges).containsExactly(HALF + "-" + (LAYER - 1));
        }
    }

    @Test
    void sendsNothingAgainOfABodyWhoseAnswerWasLost() {
        // Given
        try (ScriptedServer server = once("PATCH .*", exchange -> exchange.answerNothing(toolkit.registry(), LAYER))) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("PATCH"))
                    .hasSize(1);
        }
    }

    @Test
    void knowsACommitWhoseAnswerWasLost() {
        // Given
        try (ScriptedServer server =
                once("PUT .*/blobs/uploads/.*", exchange -> exchange.answerNothing(toolkit.registry(), 0))) {
            PushRequest streamed = request().withConcurrency(1).withUpload(UploadMode.STREAM);
            // When
            PushReply reply = await(client(server).push(streamed));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("POST"))
                    .hasSize(2);
        }
    }

    @Test
    void knowsATagWhoseAnswerWasLost() {
        // Given
        try (ScriptedServer server =
                once("PUT .*/manifests/1", exchange -> exchange.answerNothing(toolkit.registry(), Integer.MAX_VALUE))) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("PUT /v2/fault/app/manifests/"))
                    .hasSize(1);
        }
    }

    @Test
    void beginsAnewWhereTheSessionIsLost() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange) && faults.getAndIncrement() == 0) {
                exchange.body();
                exchange.cut();
            } else if (exchange.method().equals("GET") && exchange.uri().contains("/uploads/")) {
                exchange.answer(404, Map.of(), "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\"}]}");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("POST"))
                    .hasSize(3);
        }
    }

    /** With none and with one, the registry says {@code Range: 0-0}, which is taken for none. */
    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "2, 2"})
    void isNotMisledByASessionThatHasHardlyAnything(int taken, int sessions) {
        // Given
        try (ScriptedServer server = once("PATCH .*", exchange -> exchange.answerNothing(toolkit.registry(), taken))) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("POST"))
                    .hasSize(sessions);
        }
    }

    @Test
    void asksWhereToGoOnAfterARangeThatDoesNotFit() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            boolean later =
                    exchange.headers().getOrDefault("Content-Range", "0-").matches("[1-9].*");
            if (later && isLayerUpload(exchange) && faults.getAndIncrement() == 0) {
                exchange.answer(416, Map.of("Range", "0-7"), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server)
                    .push(request()
                            .withUpload(UploadMode.CHUNKED)
                            .withChunkSize(1 << 20)
                            .withConcurrency(1)));
            // Then
            assertPushed(reply);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("GET"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 411, 416, 501})
    void goesAnotherWayWhereChunksAreRefused(int status) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.headers().containsKey("Content-Range")) {
                faults.incrementAndGet();
                exchange.answer(status, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request().withUpload(UploadMode.CHUNKED)));
            // Then
            assertPushed(reply);
        }
    }

    @Test
    void takesAnImmutableTagWithTheSameDigestForDone() {
        // Given
        try (ScriptedServer server = once("PUT .*/manifests/1", exchange -> {
            exchange.forwardSilently(toolkit.registry());
            exchange.answerAtOnce(409, Map.of(), IMMUTABLE);
        })) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertPushed(reply);
        }
    }

    @Test
    void tellsThatAnImmutableTagIsAnother() {
        // Given
        try (ScriptedServer server =
                once("PUT .*/manifests/1", exchange -> exchange.answer(409, Map.of(), IMMUTABLE))) {
            // When
            RegistryException failure = failure(client(server).push(request()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TAG_IMMUTABLE);
        }
    }

    @Test
    void handsOnAWarningOnce() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("HEAD")) {
                faults.incrementAndGet();
                exchange.answer(404, Map.of("Warning", "299 - \"this \\\"team\\\" moves soon\""), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertThat(reply.warnings())
                    .filteredOn(text -> text.endsWith("this \"team\" moves soon"))
                    .hasSize(1);
        }
    }
}
