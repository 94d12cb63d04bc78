package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Bytes that a worker waits for while an event loop brings them: one block ahead of what is read, and no more. Blocking. */
public final class StreamInput extends BlockInput {
    private static final int BLOCK = 128 << 10;

    private final Context loop;
    private final ByteStream stream;
    private ByteBuffer current = ByteBuffer.allocate(BLOCK).limit(0);
    private ByteBuffer next = ByteBuffer.allocate(BLOCK);
    private CompletableFuture<Integer> reading;
    private long left;

    private StreamInput(Context loop, ByteStream stream, long length) {
        this.loop = loop;
        this.stream = stream;
        this.left = length;
        ahead();
    }

    /** Opens all of a source on that event loop; fails as the source does. */
    public static StreamInput open(Context loop, ByteSource source) {
        return new StreamInput(loop, join(onLoop(loop, () -> source.open(0, source.length()))), source.length());
    }

    private static <T> CompletableFuture<T> onLoop(Context loop, Supplier<Future<T>> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(v -> step.get().onComplete(done::complete, done::completeExceptionally));
        return done;
    }

    /** Waits for what an event loop brings; throws its failure. */
    static <T> T join(CompletableFuture<T> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RegistryException.of(FailureKind.CANCELLED, "the thread was interrupted");
        }
    }

    private void ahead() {
        ByteBuffer place = next.clear().duplicate();
        reading = onLoop(loop, () -> stream.read(place));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (!current.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(buffer, offset, count);
        left -= count;
        return count;
    }

    private boolean fill() {
        int count = join(reading);
        if (count == 0) {
            return false;
        }
        ByteBuffer filled = next.position(0).limit(count);
        next = current;
        current = filled;
        ahead();
        return true;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, left);
    }

    @Override
    public void close() {
        join(onLoop(loop, stream::close));
    }
}
