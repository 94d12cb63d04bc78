package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Bytes that another process lends at a private address, {@link LentBytes}. Any context may use them. */
public final class RemoteBytes {
    private static final long TIMEOUT_MS = 30_000;

    private final PrivatePeer peer;
    private final long size;

    /**
     * Creates a reader of them.
     *
     * @param address where they are lent; fails with {@code BAD_REQUEST} where it is no such address
     * @param name what they are, for messages
     * @param size how many they are
     */
    public RemoteBytes(Vertx vertx, Addresses addresses, String address, String name, long size) {
        this.peer = new PrivatePeer(vertx, addresses, address, name);
        this.size = size;
    }

    /** Returns what they are, for messages. */
    public String name() {
        return peer.name();
    }

    /** Returns how many they are. */
    public long size() {
        return size;
    }

    /**
     * Reads one chunk.
     *
     * @param length {@link ReadBytesRequest#MOST} at the most
     * @return as many bytes as were asked for; fails with {@code TAR_UNREADABLE}, {@code NODE_LOST}
     */
    public Future<Buffer> read(long offset, int length) {
        return peer.ask(request(offset, length), Map.of(), TIMEOUT_MS).map(answer -> {
            Buffer bytes = answer instanceof Buffer buffer ? buffer : Buffer.buffer();
            if (bytes.length() != length) {
                throw RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        name() + " ended at byte " + (offset + bytes.length()) + " while it was read, not at " + size);
            }
            return bytes;
        });
    }

    /**
     * Stops the task with {@code NODE_LOST} when the process that lends them has gone, whether or not they are read.
     *
     * @return what ends the watch
     */
    public Runnable watch(Task task) {
        return peer.watch(task, request(0, 0));
    }

    private static JsonObject request(long offset, int length) {
        return JsonBinding.toJson(new ReadBytesRequest(offset, length));
    }
}
