package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/**
 * Memory outside the heap for one chunk of a stream whose length is not known: a request with a Content-Range says how long it
 * is before it begins. The chunk can be sent again, with other credentials for one. Belongs to one context.
 */
final class GatheredChunk implements ByteSource {
    private final String name;
    private final ByteBuffer memory;
    private long start;

    GatheredChunk(String name, int size) {
        this.name = name;
        this.memory = ByteBuffer.allocateDirect(size).limit(0);
    }

    /** Takes the next bytes of the stream, those from that offset of the whole, until it is full; succeeds with their number. */
    Future<Integer> fill(ByteStream stream, long offset) {
        start = offset;
        memory.clear();
        return PackedSource.fill(stream, memory).map(done -> memory.flip().limit());
    }

    /** Returns whether the latest bytes are the last ones. */
    boolean isLast() {
        return memory.limit() < memory.capacity();
    }

    @Override
    public long length() {
        return start + memory.limit();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        ByteBuffer part = memory.slice((int) (offset - start), (int) length);
        return Future.succeededFuture(new ByteStream() {
            @Override
            public Future<Integer> read(ByteBuffer place) {
                int count = Math.min(place.remaining(), part.remaining());
                place.put(part.slice().limit(count));
                part.position(part.position() + count);
                return Future.succeededFuture(count);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        });
    }
}
