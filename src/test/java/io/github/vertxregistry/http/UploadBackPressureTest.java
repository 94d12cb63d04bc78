package io.github.vertxregistry.http;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pause that is followed by the socket's draining at once must not be missed. */
class UploadBackPressureTest {
    private static final int BUFFER = 1 << 20;
    private static final int BUFFERS = 6;
    private static final int UPLOADS = 60;

    @Test
    void goesOnHoweverQuicklyTheSocketDrains() {
        // Given
        Vertx vertx = Vertx.vertx();
        HttpSender sender = new HttpSender(vertx, HttpConfig.defaults().withTimeout(Duration.ofSeconds(2)), "test");
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(202, Map.of(), ""))) {
            HttpCall call = HttpCall.of(HttpMethod.PATCH, Origin.of(server.url()), "/upload", "upload");
            for (int i = 0; i < UPLOADS; i++) {
                // When
                Promise<HttpAnswer> answer = Promise.promise();
                vertx.runOnContext(v -> sender.upload(
                                call,
                                new BlobPart(
                                        Digest.sha256(new byte[0]), new Zeros(vertx), 0, BUFFER * BUFFERS, sent -> {}),
                                Task.unwatched())
                        .onComplete(answer));
                // Then
                assertThat(await(answer.future()).status()).isEqualTo(202);
            }
        } finally {
            await(vertx.close());
        }
    }

    /** Gives buffers that alone fill the socket's queue. */
    private record Zeros(Vertx vertx) implements ByteSource {
        @Override
        public long length() {
            return (long) BUFFER * BUFFERS;
        }

        @Override
        public String name() {
            return "zeros";
        }

        @Override
        public Future<ByteStream> open(long offset, long length) {
            return Future.succeededFuture(new ZeroStream(vertx));
        }
    }

    private static final class ZeroStream implements ByteStream {
        private final Vertx vertx;
        private Handler<Buffer> handler;
        private Handler<Void> end;
        private int left = BUFFERS;
        private boolean paused = true;
        private boolean scheduled;

        ZeroStream(Vertx vertx) {
            this.vertx = vertx;
        }

        private void emit() {
            scheduled = false;
            if (paused) {
                return;
            }
            if (left-- > 0) {
                handler.handle(Buffer.buffer(new byte[BUFFER]));
                schedule();
            } else {
                end.handle(null);
            }
        }

        private void schedule() {
            if (!scheduled && !paused) {
                scheduled = true;
                vertx.getOrCreateContext().runOnContext(v -> emit());
            }
        }

        @Override
        public ByteStream exceptionHandler(Handler<Throwable> ignored) {
            return this;
        }

        @Override
        public ByteStream handler(Handler<Buffer> next) {
            handler = next;
            return this;
        }

        @Override
        public ByteStream pause() {
            paused = true;
            return this;
        }

        @Override
        public ByteStream resume() {
            paused = false;
            schedule();
            return this;
        }

        @Override
        public ByteStream fetch(long amount) {
            return resume();
        }

        @Override
        public ByteStream endHandler(Handler<Void> next) {
            end = next;
            return this;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
