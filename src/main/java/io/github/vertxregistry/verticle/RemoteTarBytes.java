package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.OperationsInFlight;
import io.github.vertxregistry.bus.RemoteBytes;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.tar.TarBytes;
import io.github.vertxregistry.task.Task;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A tar that a caller lends, for the blocking code that reads tars: it waits on its worker while an event loop asks. */
final class RemoteTarBytes implements TarBytes {
    private final RemoteBytes bytes;
    private final OperationsInFlight loop;
    private final Task task;

    RemoteTarBytes(RemoteBytes bytes, OperationsInFlight loop, Task task) {
        this.bytes = bytes;
        this.loop = loop;
        this.task = task;
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public int read(ByteBuffer place, long position) throws IOException {
        int count = (int) Math.min(Math.min(place.remaining(), ReadBytesRequest.MOST), bytes.size() - position);
        if (count <= 0) {
            return place.hasRemaining() ? -1 : 0;
        }
        place.put(chunk(position, count).getBytes());
        return count;
    }

    private Buffer chunk(long position, int count) throws IOException {
        task.check();
        CompletableFuture<Buffer> chunk = new CompletableFuture<>();
        // A reply to this worker would wait until this worker has done waiting for it.
        loop.onLoop(() -> bytes.read(position, count).onComplete(chunk::complete, chunk::completeExceptionally));
        Runnable unhook = task.onStop(() -> chunk.completeExceptionally(task.stopReason()));
        try {
            return chunk.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while a caller's tar was read").initCause(e);
        } finally {
            unhook.run();
        }
    }

    @Override
    public void close() {
        // The caller takes back what it lends.
    }
}
