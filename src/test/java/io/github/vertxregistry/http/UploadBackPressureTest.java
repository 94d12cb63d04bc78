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
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pause that is followed by the socket's draining at once must not be missed. */
class UploadBackPressureTest {
    private static final int BUFFER = 1 << 20;
    private static final int LENGTH = 6 * BUFFER;
    private static final int UPLOADS = 60;

    @Test
    void goesOnHoweverQuicklyTheSocketDrains() {
        // Given
        Vertx vertx = Vertx.vertx();
        HttpSender sender = new HttpSender(
                vertx, HttpConfig.defaults().withTimeout(Duration.ofSeconds(2)), Map.of(), "test", Authorizer.NONE);
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(202, Map.of(), ""))) {
            HttpCall call = HttpCall.of(HttpMethod.PATCH, Origin.of(server.url()), "/upload", "upload");
            for (int i = 0; i < UPLOADS; i++) {
                // When
                Promise<HttpAnswer> answer = Promise.promise();
                vertx.runOnContext(v -> sender.upload(
                                call,
                                new BlobPart(
                                        Digest.sha256(new byte[0]),
                                        // Buffers that alone fill the socket's queue.
                                        new Bytes(vertx, LENGTH, BUFFER),
                                        0,
                                        LENGTH,
                                        sent -> {}),
                                Task.unwatched())
                        .onComplete(answer));
                // Then
                assertThat(await(answer.future()).status()).isEqualTo(202);
            }
        } finally {
            await(vertx.close());
        }
    }
}
