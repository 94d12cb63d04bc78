package io.github.vertxregistry.cluster;

import io.github.vertxregistry.bus.RemoteBytes;
import io.github.vertxregistry.http.Blocks;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A range of bytes that another process lends, read in chunks: some are asked for ahead, and no more are asked for than were
 * taken, so that memory stays the same however large the range is and however slow who reads it. Belongs to one context.
 */
public final class RemoteSource implements ByteSource {
    /** Large enough that asking costs little, small enough that a short message passes. */
    private static final int CHUNK = ReadBytesRequest.MOST;

    private static final int WINDOW = 4;

    private final RemoteBytes bytes;
    private final String name;
    private final long start;
    private final long length;

    /** Creates the source of a range, which has that name in messages. */
    public RemoteSource(RemoteBytes bytes, String name, long start, long length) {
        this.bytes = bytes;
        this.name = name;
        this.start = start;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<ByteStream> open(long offset, long count) {
        return Future.succeededFuture(new Chunks(start + offset, start + offset + count));
    }

    private final class Chunks implements ByteStream {
        private final Deque<Future<Buffer>> asked = new ArrayDeque<>();
        private final long end;
        private long next;
        private Buffer taken = Buffer.buffer();
        private int used;

        Chunks(long next, long end) {
            this.next = next;
            this.end = end;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            if (used < taken.length()) {
                return Future.succeededFuture(put(place));
            }
            askAhead();
            Future<Buffer> first = asked.poll();
            return first == null
                    ? Future.succeededFuture(0)
                    : first.map(chunk -> {
                        taken = chunk;
                        used = 0;
                        askAhead();
                        return put(place);
                    });
        }

        private void askAhead() {
            while (asked.size() < WINDOW && next < end) {
                int count = (int) Math.min(CHUNK, end - next);
                asked.add(bytes.read(next, count));
                next += count;
            }
        }

        private int put(ByteBuffer place) {
            int count = Math.min(place.remaining(), taken.length() - used);
            Blocks.copy(taken, used, place, count);
            used += count;
            return count;
        }

        @Override
        public Future<Void> close() {
            asked.clear();
            next = end;
            return Future.succeededFuture();
        }
    }
}
