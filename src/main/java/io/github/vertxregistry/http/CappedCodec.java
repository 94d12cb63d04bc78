package io.github.vertxregistry.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/** Keeps the first part of a small answer's body, which is read for a registry's words alone, and drops the rest. */
final class CappedCodec implements BodyCodec<Buffer> {
    static final CappedCodec ERROR_BODY = new CappedCodec();

    private CappedCodec() {}

    @Override
    public BodyStream<Buffer> stream() {
        return new Kept();
    }

    private static final class Kept implements BodyStream<Buffer> {
        private final Buffer bytes = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void handle(Throwable cause) {
            result.tryFail(cause);
        }

        @Override
        public Future<Void> write(Buffer part) {
            bytes.appendBuffer(part, 0, Math.min(part.length(), CappedBody.ERROR_LIMIT - bytes.length()));
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            result.tryComplete(bytes);
            return Future.succeededFuture();
        }

        @Override
        public BodyStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public BodyStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public BodyStream<Buffer> drainHandler(Handler<Void> handler) {
            return this;
        }
    }
}
