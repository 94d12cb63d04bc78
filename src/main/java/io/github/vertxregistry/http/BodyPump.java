package io.github.vertxregistry.http;

import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * Moves bytes from a stream to a request through two blocks that are used again and again: one is read while the other is
 * with the socket, and nothing is read while both are, which is the back-pressure. New buffers for each read were a quarter
 * of an upload's CPU time, spent on collecting them. All of it runs on one context.
 */
final class BodyPump {
    /** Below half a region of G1's least: a block above it takes a whole region, and 16 uploads' would fill a small heap. */
    private static final int BLOCK = 384 << 10;

    private static final int BLOCKS = 2;

    private final HttpClientRequest request;
    private final IntConsumer given;
    private final Runnable flushed;
    private final Promise<Void> ended = Promise.promise();
    private final Queue<Buffer> free = new ArrayDeque<>();
    private ByteStream stream;
    private long left;
    private boolean reading;
    private boolean stopped;

    /**
     * Begins with {@link #run}.
     *
     * @param given is told how many bytes have been given to the request, for each block
     * @param flushed is told when the socket has taken a block
     */
    BodyPump(HttpClientRequest request, IntConsumer given, Runnable flushed) {
        this.request = request;
        this.given = given;
        this.flushed = flushed;
    }

    /**
     * Moves so many bytes, or all up to the stream's end if that comes first. Succeeds when the request has been given the
     * last one; fails as the stream's reads do. Never completes once it has been stopped.
     */
    Future<Void> run(ByteStream source, long length) {
        stream = source;
        left = length;
        int size = (int) Math.min(BLOCK, length);
        for (int i = 0; i < BLOCKS && (long) i * size < length; i++) {
            free.add(Buffer.buffer(new byte[size]));
        }
        next();
        return ended.future();
    }

    /** Reads and writes no more. */
    void stop() {
        stopped = true;
    }

    private void next() {
        if (stopped || reading) {
            return;
        }
        if (left <= 0) {
            ended.tryComplete();
        } else if (!free.isEmpty()) {
            reading = true;
            Buffer block = free.remove();
            stream.read(block).onComplete(read -> forward(block, read), ended::tryFail);
        }
    }

    private void forward(Buffer block, int read) {
        reading = false;
        if (stopped) {
            return;
        }
        if (read == 0) {
            ended.tryComplete();
            return;
        }
        left -= read;
        Buffer bytes = read == block.length() ? block : block.slice(0, read);
        given.accept(read);
        request.write(bytes).onSuccess(taken -> reuse(block));
        next();
    }

    private void reuse(Buffer block) {
        free.add(block);
        flushed.run();
        next();
    }
}
