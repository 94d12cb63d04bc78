package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that another process lends at a private address, {@link LentBytes}. Any context may use them. */
public final class RemoteBytes {
    private static final long READ_TIMEOUT_MS = 30_000;
    private static final long PROBE_MS = 1_000;
    private static final long PROBE_TIMEOUT_MS = 4_000;

    private final Vertx vertx;
    private final String address;
    private final String name;
    private final long size;
    private final Set<Promise<Buffer>> reads = ConcurrentHashMap.newKeySet();

    /**
     * Creates a reader of them.
     *
     * @param address where they are lent; fails with {@code BAD_REQUEST} where it is no such address: no message may make a
     *     node send to any other
     * @param name what they are, for messages
     * @param size how many they are
     */
    public RemoteBytes(Vertx vertx, Addresses addresses, String address, String name, long size) {
        if (!addresses.isBytes(address)) {
            throw RegistryException.badField("bytes", "must be " + addresses.prefix() + ".bytes.<id>");
        }
        this.vertx = vertx;
        this.address = address;
        this.name = name;
        this.size = size;
    }

    /** Returns what they are, for messages. */
    public String name() {
        return name;
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
        return orGone(ask(offset, length, READ_TIMEOUT_MS)).map(bytes -> {
            if (bytes.length() != length) {
                throw RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        name + " ended at byte " + (offset + bytes.length()) + " while it was read, not at " + size);
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
        long timer =
                vertx.setPeriodic(PROBE_MS, id -> ask(0, 0, PROBE_TIMEOUT_MS).onFailure(cause -> {
                    RegistryException gone = Failures.of("reading " + name, cause);
                    // First what reads: who stops waits for it.
                    reads.forEach(read -> read.tryFail(gone));
                    task.stop(gone);
                }));
        return () -> vertx.cancelTimer(timer);
    }

    /** A chunk that will not come any more is not waited for until its request times out. */
    private Future<Buffer> orGone(Future<Buffer> answer) {
        Promise<Buffer> read = Promise.promise();
        reads.add(read);
        answer.onComplete(bytes -> {
            reads.remove(read);
            if (bytes.succeeded()) {
                read.tryComplete(bytes.result());
            } else {
                read.tryFail(bytes.cause());
            }
        });
        return read.future();
    }

    private Future<Buffer> ask(long offset, int length, long timeoutMs) {
        return vertx.eventBus()
                .<Buffer>request(
                        address,
                        JsonBinding.toJson(new ReadBytesRequest(offset, length)),
                        new DeliveryOptions().setSendTimeout(timeoutMs))
                .map(reply -> reply.body())
                .recover(cause -> Future.failedFuture(failure(cause)));
    }

    private Throwable failure(Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return cause;
        }
        return reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                ? FailureMessage.read(reply.failureCode(), reply.getMessage())
                : RegistryException.of(FailureKind.NODE_LOST, "the caller that has " + name + " has gone")
                        .withHint("push it again");
    }
}
