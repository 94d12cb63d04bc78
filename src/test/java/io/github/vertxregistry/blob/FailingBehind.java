package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/** Bytes of which those behind a place cannot be read. */
record FailingBehind(ByteSource source, long whole) implements ByteSource {
    @Override
    public long length() {
        return source.length();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        return source.open(offset, length).map(stream -> new Stream(stream, whole - offset));
    }

    private static final class Stream implements ByteStream {
        private final ByteStream stream;
        private long left;

        Stream(ByteStream stream, long left) {
            this.stream = stream;
            this.left = left;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            if (left <= 0) {
                return Future.failedFuture(RegistryException.of(FailureKind.TAR_UNREADABLE, "the disk is damaged"));
            }
            place.limit((int) Math.min(place.limit(), place.position() + left));
            return stream.read(place).onSuccess(count -> left -= count);
        }

        @Override
        public Future<Void> close() {
            return stream.close();
        }
    }
}
