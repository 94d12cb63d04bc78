package io.github.vertxregistry.http;

import io.github.vertxregistry.http.Blocks.Block;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * Moves bytes from a stream to a request through two blocks: one is read while the other is with the socket, and nothing is
 * read while both are, which is the back-pressure. All of it runs on one context.
 */
final class BodyPump {
    private static final int BLOCKS = 2;

    private final HttpClientRequest request;
    private final Blocks blocks;
    private final IntConsumer given;
    private final Runnable flushed;
    private final Promise<Void> ended = Promise.promise();
    private final Queue<Block> free = new ArrayDeque<>();
    private ByteStream stream;
    private long left;
    private boolean reading;
    private boolean over;

    /**
     * Begins with {@link #run}.
     *
     * @param blocks where its blocks come from, and go back to
     * @param given is told how many bytes have been given to the request, for each block
     * @param flushed is told when the socket has taken a block
     */
    BodyPump(HttpClientRequest request, Blocks blocks, IntConsumer given, Runnable flushed) {
        this.request = request;
        this.blocks = blocks;
        this.given = given;
        this.flushed = flushed;
    }

    /**
     * Moves so many bytes, {@link Long#MAX_VALUE} for any number, or all up to the stream's end if that comes first. Succeeds when the request has been given the
     * last one; fails as the stream's reads do. Never completes once it has been stopped.
     */
    Future<Void> run(ByteStream source, long length) {
        stream = source;
        left = length;
        for (int i = 0; i < BLOCKS && (long) i * Blocks.SIZE < length; i++) {
            free.add(blocks.take());
        }
        next();
        return ended.future();
    }

    /** Reads and writes no more. */
    void stop() {
        over = true;
        free.forEach(blocks::giveBack);
        free.clear();
    }

    private void next() {
        if (over || reading) {
            return;
        }
        if (left <= 0) {
            end();
        } else if (!free.isEmpty()) {
            reading = true;
            Block block = free.remove();
            stream.read(block.space(left)).onComplete(read -> forward(block, read), failure -> {
                release(block);
                ended.tryFail(failure);
            });
        }
    }

    private void forward(Block block, int read) {
        reading = false;
        if (over || read == 0) {
            release(block);
            end();
            return;
        }
        left -= read;
        given.accept(read);
        request.write(block.first(read)).onComplete(taken -> {
            release(block);
            if (taken.succeeded()) {
                flushed.run();
                next();
            }
        });
        next();
    }

    private void end() {
        if (!over) {
            stop();
            ended.tryComplete();
        }
    }

    private void release(Block block) {
        if (over) {
            blocks.giveBack(block);
        } else {
            free.add(block);
        }
    }
}
