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
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a body, and an answer that is there before it. */
class UploadEndTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpSender sender = new HttpSender(
            vertx,
            new JsonObject().put("poolSize", 1).put("stallTimeoutMs", 5_000).mapTo(HttpConfig.class),
            Map.of(),
            "test",
            Authorizer.NONE);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private HttpAnswer upload(ScriptedServer server, int length) {
        HttpCall call = HttpCall.of(HttpMethod.PATCH, Origin.of(server.url()), "/upload", "upload");
        BlobPart part = new BlobPart(Digest.sha256(new byte[0]), new Bytes(length), 0, length, sent -> {});
        Promise<HttpAnswer> answer = Promise.promise();
        vertx.runOnContext(v -> sender.upload(call, part, Task.unwatched()).onComplete(answer));
        return await(answer.future());
    }

    /** About as much as the sockets' buffers take, so that what is left may wait in our own queue alone. */
    @ParameterizedTest
    @ValueSource(ints = {40_000, 2_400_000, 2_800_000, 3_200_000, 3_600_000, 4_000_000, 32_000_000})
    void anAnswerBeforeTheEndIsFlushedLeavesNoConnectionThatOthersUse(int length) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PATCH")) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.answerAtOnce(413, Map.of(), "too large");
                exchange.hang();
            } else {
                exchange.answer(200, Map.of(), "");
            }
        })) {
            // When
            HttpAnswer answer = upload(server, length);
            // Then
            assertThat(answer.status()).isEqualTo(413);
            // What the sockets took whole leaves a sound connection, which this server alone does not go on with.
            if (length > 16_000_000) {
                HttpCall next = HttpCall.of(HttpMethod.GET, Origin.of(server.url()), "/v2/", "next");
                assertThat(await(sender.send(next, Task.unwatched())).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void asksFirstWhetherABodyIsWanted() {
        // Given
        List<String> expected = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            expected.add(String.valueOf(exchange.headers().get("Expect")));
            exchange.answer(202, Map.of(), "");
        })) {
            // When
            HttpAnswer answer = upload(server, 100_000);
            // Then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(expected).containsExactly("100-continue");
        }
    }
}
