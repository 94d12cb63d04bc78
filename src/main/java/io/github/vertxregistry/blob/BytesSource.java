package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/** A small document that was made here, as a blob to upload. */
public final class BytesSource implements ByteSource {
    private final byte[] bytes;
    private final String name;

    public BytesSource(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        ByteBuffer part = ByteBuffer.wrap(bytes, (int) offset, (int) length);
        return Future.succeededFuture(new ByteStream() {
            @Override
            public Future<Integer> read(ByteBuffer place) {
                int most = Math.min(place.remaining(), part.remaining());
                place.put(part.slice(part.position(), most));
                part.position(part.position() + most);
                return Future.succeededFuture(most);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        });
    }
}
