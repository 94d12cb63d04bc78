package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks are used again while the socket may still hold the one before: no byte may change under it. */
class BodyPumpTest {
    private static final int MANY_BLOCKS = (5 << 20) + 17;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void sendsEachByteInItsPlace() {
        // Given
        byte[] content = noise(MANY_BLOCKS);
        List<Digest> received = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> digest(exchange, received))) {
            // When
            HttpAnswer answer =
                    await(upload(server, new Content(Buffer.buffer(content), content.length, Integer.MAX_VALUE)));
            // Then
            assertThat(answer.status()).isEqualTo(202);
            assertThat(received).containsExactly(Digest.sha256(content));
        }
    }

    @Test
    void takesReadsOfAnyLength() {
        // Given
        byte[] content = noise(MANY_BLOCKS);
        List<Digest> received = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> digest(exchange, received))) {
            // When
            await(upload(server, new Content(Buffer.buffer(content), content.length, 100_003)));
            // Then
            assertThat(received).containsExactly(Digest.sha256(content));
        }
    }

    @Test
    void endsWhereTheStreamHasLessThanWasAnnounced() {
        // Given
        byte[] content = noise(MANY_BLOCKS);
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(202, Map.of(), ""))) {
            // When
            Future<HttpAnswer> answer =
                    upload(server, new Content(Buffer.buffer(content), content.length + 1, Integer.MAX_VALUE));
            // Then
            assertThatThrownBy(() -> await(answer))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("noise has no longer as many bytes as it had")
                    .extracting(cause -> ((RegistryException) cause).kind())
                    .isEqualTo(FailureKind.TAR_UNREADABLE);
        }
    }

    private Future<HttpAnswer> upload(ScriptedServer server, Content content) {
        HttpSender sender = new HttpSender(vertx, HttpConfig.defaults(), Map.of(), "test", Authorizer.NONE);
        HttpCall call = HttpCall.of(HttpMethod.PATCH, Origin.of(server.url()), "/upload", "upload");
        Promise<HttpAnswer> answer = Promise.promise();
        BlobPart part = new BlobPart(Digest.sha256(new byte[0]), content, 0, content.length(), sent -> {});
        vertx.runOnContext(v -> sender.upload(call, part, Task.unwatched()).onComplete(answer));
        return answer.future();
    }

    private static void digest(ScriptedServer.Exchange exchange, List<Digest> received) throws IOException {
        received.add(Digest.sha256(exchange.body()));
        exchange.answerAtOnce(202, Map.of(), "");
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Gives at most so many bytes for each read. */
    private record Content(Buffer bytes, long length, int most) implements ByteSource {
        @Override
        public String name() {
            return "noise";
        }

        @Override
        public Future<ByteStream> open(long offset, long length) {
            return Future.succeededFuture(new Reads(bytes, most));
        }
    }

    private static final class Reads implements ByteStream {
        private final Buffer bytes;
        private final int most;
        private int position;

        Reads(Buffer bytes, int most) {
            this.bytes = bytes;
            this.most = most;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            int length = Math.min(Math.min(most, place.remaining()), bytes.length() - position);
            place.put(bytes.getBytes(position, position + length));
            position += length;
            return Future.succeededFuture(length);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
