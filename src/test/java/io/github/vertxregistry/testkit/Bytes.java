package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/** Zeros of some length: the body of an upload without a file. */
public record Bytes(long length) implements ByteSource {
    @Override
    public String name() {
        return "zeros";
    }

    @Override
    public Future<ByteStream> open(long offset, long part) {
        return Future.succeededFuture(new Zeros(part));
    }

    private static final class Zeros implements ByteStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            int read = (int) Math.min(place.remaining(), left);
            place.put(new byte[read]);
            left -= read;
            return Future.succeededFuture(read);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
