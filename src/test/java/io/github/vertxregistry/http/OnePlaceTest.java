package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.Bytes;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry of which one request, or two, are asked at once. */
class OnePlaceTest {
    private static final int LENGTH = 1_000_000;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** A blob that the same host has: it is asked for when the upload is under way. */
    private record FromThere(HttpSender sender, Origin origin) implements ByteSource {
        @Override
        public long length() {
            return LENGTH;
        }

        @Override
        public String name() {
            return "a blob of the same registry";
        }

        @Override
        public Future<ByteStream> open(long offset, long length) {
            return sender.download(HttpCall.of(HttpMethod.GET, origin, "/blob", "blob"), Task.unwatched())
                    .compose(answer -> new Bytes(LENGTH).open(offset, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anUploadMayReadWhatItSendsFromTheSameRegistry(int places) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(
                exchange -> exchange.answer(exchange.method().equals("GET") ? 200 : 202, Map.of(), ""))) {
            RegistryConfig one = new RegistryConfig(server.url(), null, null, places, null, List.of());
            HttpSender sender = new HttpSender(
                    vertx, new JsonObject().mapTo(HttpConfig.class), Map.of("one", one), "test", Authorizer.NONE);
            Origin origin = Origin.of(server.url());
            BlobPart part =
                    new BlobPart(Digest.sha256(new byte[0]), new FromThere(sender, origin), 0, LENGTH, sent -> {});
            HttpCall call = HttpCall.of(HttpMethod.PATCH, origin, "/upload", "upload");
            Promise<HttpAnswer> answer = Promise.promise();
            // When
            vertx.runOnContext(v -> sender.upload(call, part, Task.unwatched()).onComplete(answer));
            // Then
            assertThat(await(answer.future()).status()).isEqualTo(202);
        }
    }
}
