package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A registry's layer, read by a worker that waits for its bytes while an event loop fetches them: one block ahead of what is
 * read, and no more.
 */
final class FetchedLayer implements StoredLayer {
    private static final int BLOCK = 128 << 10;

    private final Context loop;
    private final ByteSource source;
    private final Digest digest;

    /** Prepares reading; nothing is asked for yet. */
    FetchedLayer(Context loop, ByteSource source, Digest digest) {
        this.loop = loop;
        this.source = source;
        this.digest = digest;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public long size() {
        return source.length();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public InputStream open() {
        return new Input(onLoop(() -> source.open(0, source.length())).join());
    }

    private <T> Waiting<T> onLoop(Supplier<Future<T>> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(v -> step.get().onComplete(done::complete, done::completeExceptionally));
        return new Waiting<>(done);
    }

    /** What an event loop will bring. */
    private record Waiting<T>(CompletableFuture<T> done) {
        T join() {
            try {
                return done.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw RegistryException.of(FailureKind.CANCELLED, "the thread was interrupted");
            }
        }
    }

    private final class Input extends BlockInput {
        private final ByteStream stream;
        private ByteBuffer current = ByteBuffer.allocate(BLOCK).limit(0);
        private ByteBuffer next = ByteBuffer.allocate(BLOCK);
        private Waiting<Integer> reading;
        private long left = source.length();

        Input(ByteStream stream) {
            this.stream = stream;
            ahead();
        }

        private void ahead() {
            ByteBuffer place = next.clear().duplicate();
            reading = onLoop(() -> stream.read(place));
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
            int count = reading.join();
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
            onLoop(stream::close).join();
        }
    }
}
