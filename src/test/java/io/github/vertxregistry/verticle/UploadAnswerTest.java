package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to uploads that come early, late, or not at all, and what they say of the session. */
class UploadAnswerTest extends PushFixture {
    private static final int COMMIT_MS = 1_000;
    private static final Pattern SESSION =
            Pattern.compile("/v2/fault/app/blobs/uploads/([0-9]+)\\?state=a%2Fb(?:&digest=.*)?");
    private static final String QUOTA =
            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"the quota of 10 GiB is used up\"}]}";

    @Override
    JsonObject http() {
        return super.http()
                .put("timeoutMs", 400)
                .put("commitTimeoutMs", COMMIT_MS)
                .put("poolSize", 4);
    }

    private static List<String> patches(ScriptedServer server) {
        return server.requests().stream()
                .filter(line -> line.startsWith("PATCH"))
                .toList();
    }

    /** The layer is larger than what the sockets hold: the answer comes while we are sending. */
    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, DENIED", "507, REGISTRY_FAULT"})
    void anAnswerInTheMiddleIsToldInTheRegistrysWordsAndNotRetriedBlindly(int status, FailureKind kind) {
        // Given
        tar = tarWithLayer(new byte[24 << 20]);
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedServer server = onLayerUpload(exchange -> {
            sent.incrementAndGet();
            exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
            exchange.in().readNBytes(100_000);
            exchange.answerAtOnce(status, Map.of("Content-Type", "application/json", "Connection", "close"), QUOTA);
            exchange.connection().shutdownOutput();
            exchange.drain();
        })) {
            // When
            RegistryException failure = failure(client(server).push(request().withConcurrency(1)));
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure).hasMessageContaining("the quota of 10 GiB is used up");
            assertThat(sent.get()).isBetween(1, status < 500 ? 1 : 5);
            assertThat(deletedASession(server)).isTrue();
            assertNoTag();
        }
    }

    /** A registry that commits hashes the blob: that takes longer than any other answer may, and is no stall. */
    @Test
    void aCommitMayTakeLongerThanAnAnswer() {
        // Given
        try (ScriptedServer server = once("PUT .*/blobs/uploads/.*", exchange -> {
            pause(STALL_MS + 200);
            exchange.forward(toolkit.registry());
        })) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
            assertThat(server.requests())
                    .filteredOn(line -> line.startsWith("PUT /v2/fault/app/blobs"))
                    .hasSize(2);
        }
    }

    /** The session has taken the bytes, though we have given up waiting for the word (jib#4526). */
    @Test
    void sendsNothingAgainOfABodyWhoseAnswerCameTooLate() {
        // Given
        try (ScriptedServer server = once("PATCH .*", exchange -> {
            exchange.forwardSilently(toolkit.registry());
            pause(COMMIT_MS + 300);
            exchange.answerAtOnce(202, Map.of("Location", exchange.uri(), "Range", "0-" + (LAYER - 1)), "");
        })) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
            assertThat(patches(server)).hasSize(1);
            assertThat(await(toolkit.client().imageInfo("fault/app", "1")).layerCount())
                    .isOne();
        }
    }

    private ScriptedServer once(String request, Script odd) {
        AtomicBoolean done = new AtomicBoolean();
        return ScriptedServer.of(exchange -> {
            boolean fits = (exchange.method() + " " + exchange.uri()).matches(request)
                    && (!exchange.method().equals("PATCH") || isLayerUpload(exchange));
            if (fits && done.compareAndSet(false, true)) {
                odd.serve(exchange);
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    private static void pause(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** Each answer gives another Location, and a Range that is stale, as ECR's is: only a cut makes the session be asked. */
    @Test
    void goesOnUnderTheNewestLocationAndTrustsItsOwnCount() {
        // Given
        ImageTarFixture image = ImageTarFixture.image("fault/app:1").layer(new byte[LAYER], Compression.NONE);
        tar = image.write(folder.resolve("zeros.tar"), TarShape.DOCKER_LEGACY);
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicInteger number = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            Matcher session = SESSION.matcher(exchange.uri());
            String here = session.matches() ? session.group(1) : "";
            switch (exchange.method()) {
                case "HEAD" -> {
                    boolean isConfig = exchange.uri().endsWith(image.id().toString());
                    exchange.answer(isConfig ? 200 : 404, Map.of("Content-Length", "" + image.config().length), "");
                }
                case "POST" -> exchange.answer(202, Map.of("Location", next(number)), "");
                case "PATCH" -> {
                    seen.add(here + " " + exchange.headers().get("Content-Range"));
                    exchange.body();
                    if (seen.size() == 2) {
                        exchange.cut();
                    } else {
                        exchange.answerAtOnce(202, Map.of("Location", next(number), "Range", "0-7"), "");
                    }
                }
                case "GET" -> {
                    seen.add(here + " asked");
                    exchange.answer(204, Map.of("Location", next(number), "Range", "0-1572863"), "");
                }
                default -> {
                    seen.add(here + " written");
                    exchange.answer(201, Map.of(), "");
                }
            }
        })) {
            // When
            await(client(server).push(request().withUpload(UploadMode.CHUNKED).withChunkSize(1 << 20)));
            // Then
            assertThat(seen)
                    .containsExactly(
                            "1 0-1048575",
                            "2 1048576-2097151",
                            "2 asked",
                            "3 1572864-2621439",
                            "4 2621440-3145727",
                            "5 written",
                            " written");
        }
    }

    private static String next(AtomicInteger number) {
        return "/v2/fault/app/blobs/uploads/" + number.incrementAndGet() + "?state=a%2Fb";
    }

    /** Requests for metadata have places of their own: uploads that stand still do not keep them waiting. */
    @Test
    void uploadsThatHangDoNotHoldUpAPing() throws InterruptedException {
        // Given
        CountDownLatch hanging = new CountDownLatch(2);
        tar = ImageTarFixture.image("fault/app:1")
                .layer(new byte[200_000], Compression.NONE)
                .layer(new byte[300_000], Compression.NONE)
                .layer(new byte[400_000], Compression.NONE)
                .write(folder.resolve("three.tar"), TarShape.DOCKER_LEGACY);
        try (ScriptedServer server = onLayerUpload(exchange -> {
            hanging.countDown();
            exchange.hang();
        })) {
            var push = client(server).startPush(request());
            assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            var ping = await(client(server).ping());
            // Then
            assertThat(ping.reachable()).isTrue();
            push.cancel();
            failure(push.result());
        }
    }
}
