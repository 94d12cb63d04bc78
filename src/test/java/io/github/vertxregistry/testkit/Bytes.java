package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Zeros of some length, in buffers of some length: the body of an upload without a file. */
public record Bytes(Vertx vertx, long length, int bufferSize) implements ByteSource {
    public Bytes(Vertx vertx, long length) {
        this(vertx, length, 64 << 10);
    }

    @Override
    public String name() {
        return "zeros";
    }

    @Override
    public Future<ByteStream> open(long offset, long part) {
        return Future.succeededFuture(new Zeros(vertx, part, bufferSize));
    }

    private static final class Zeros implements ByteStream {
        private final Vertx vertx;
        private final int bufferSize;
        private long left;
        private Handler<Buffer> handler;
        private Handler<Void> end;
        private boolean paused = true;
        private boolean scheduled;

        Zeros(Vertx vertx, long length, int bufferSize) {
            this.vertx = vertx;
            this.left = length;
            this.bufferSize = bufferSize;
        }

        private void emit() {
            scheduled = false;
            if (paused) {
                return;
            }
            if (left > 0) {
                int length = (int) Math.min(left, bufferSize);
                left -= length;
                handler.handle(Buffer.buffer(new byte[length]));
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
            paused = true;
            return Future.succeededFuture();
        }
    }
}
