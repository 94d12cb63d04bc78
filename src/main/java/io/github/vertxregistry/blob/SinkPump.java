package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongConsumer;

/**
 * Moves bytes from a stream to their place through a few blocks: one is filled while the others are written, and nothing is read while
 * all are full, which is the back-pressure. All of it runs on one context.
 */
public final class SinkPump {
    private static final int BLOCKS = 3;

    /** So much is written between two notes of it: what a break costs at the most. */
    private static final long NOTED = 8 << 20;

    private final ByteStream stream;
    private final ByteSink sink;
    private final SinkBlocks blocks;
    private final LongConsumer written;
    private final Promise<Void> done = Promise.promise();
    private final Queue<ByteBuffer> free = new ArrayDeque<>();
    private final Map<Long, Integer> ahead = new HashMap<>();
    private final long end;
    private long readTo;
    private long writtenTo;
    private long notedTo;
    private int writing;
    private boolean reading;
    private boolean ended;
    private Throwable failure;

    /**
     * Begins with {@link #run}.
     *
     * @param from where the stream's first byte belongs
     * @param end where the one after its last would
     * @param written is told how many bytes have been written, for each block
     */
    public SinkPump(ByteStream stream, ByteSink sink, long from, long end, SinkBlocks blocks, LongConsumer written) {
        this.stream = stream;
        this.sink = sink;
        this.readTo = from;
        this.writtenTo = from;
        this.notedTo = from;
        this.end = end;
        this.blocks = blocks;
        this.written = written;
    }

    /** Succeeds when all is written and noted; fails as a read or a write does, when no block is in use any more. */
    public Future<Void> run() {
        for (int i = 0; i < BLOCKS; i++) {
            free.add(blocks.take());
        }
        next();
        return done.future();
    }

    private void next() {
        if (reading || ended) {
            return;
        }
        if ((failure != null || readTo == end) && writing == 0) {
            end();
        } else if (failure == null && readTo < end && !free.isEmpty()) {
            ByteBuffer block = free.remove().clear();
            block.limit((int) Math.min(block.capacity(), end - readTo));
            reading = true;
            stream.read(block).onComplete(count -> arrived(block, count), cause -> failed(block, cause));
        }
    }

    private void arrived(ByteBuffer block, int count) {
        reading = false;
        if (count == 0) {
            failed(block, new IllegalStateException("the stream ended at " + readTo + " of " + end));
            return;
        }
        long at = readTo;
        readTo += count;
        writing++;
        sink.write(block.limit(count).position(0), at).onComplete(done -> {
            writing--;
            free.add(block);
            if (done.failed()) {
                fail(done.cause());
            } else {
                wrote(at, count);
            }
            next();
        });
        next();
    }

    /** Blocks are written in any order: noted is what has nothing missing before it. */
    private void wrote(long at, int count) {
        written.accept(count);
        ahead.put(at, count);
        for (Integer next = ahead.remove(writtenTo); next != null; next = ahead.remove(writtenTo)) {
            writtenTo += next;
        }
        if (writtenTo - notedTo >= NOTED && writtenTo < end) {
            writing++;
            note().onComplete(noted -> {
                writing--;
                next();
            });
        }
    }

    private Future<Void> note() {
        long from = notedTo;
        notedTo = writtenTo;
        return from == writtenTo
                ? Future.succeededFuture()
                : sink.wrote(from, writtenTo).onFailure(this::fail);
    }

    private void failed(ByteBuffer block, Throwable cause) {
        reading = false;
        free.add(block);
        fail(cause);
        next();
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    private void end() {
        ended = true;
        free.forEach(blocks::giveBack);
        // What came before a failure need not come again.
        note().onComplete(noted -> {
            if (failure == null) {
                done.complete();
            } else {
                done.fail(failure);
            }
        });
    }
}
