package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A caller that lends something at a private address of its own, as the node that works for it sees it. For any context. */
public final class PrivatePeer {
    private static final long PROBE_MS = 1_000;
    private static final long PROBE_TIMEOUT_MS = 4_000;

    private final Vertx vertx;
    private final String address;
    private final String name;
    private final Set<Promise<Object>> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Creates the view of it.
     *
     * @param address fails with {@code BAD_REQUEST} where nothing can be lent there: no message may make a node send to any
     *     other address
     * @param name what is lent, for messages
     */
    public PrivatePeer(Vertx vertx, Addresses addresses, String address, String name) {
        if (!addresses.isBytes(address)) {
            throw RegistryException.badField("bytes", "must be " + addresses.prefix() + ".bytes.<id>");
        }
        this.vertx = vertx;
        this.address = address;
        this.name = name;
    }

    /** Returns what is lent, for messages. */
    public String name() {
        return name;
    }

    /** Asks something of it; fails as it does, or with {@code NODE_LOST} as soon as that is known. */
    public Future<Object> ask(Object body, Map<String, String> headers, long timeoutMs) {
        Promise<Object> answer = Promise.promise();
        waiting.add(answer);
        send(body, headers, timeoutMs).onComplete(sent -> {
            waiting.remove(answer);
            if (sent.succeeded()) {
                answer.tryComplete(sent.result());
            } else {
                answer.tryFail(sent.cause());
            }
        });
        return answer.future();
    }

    /**
     * Stops the task with {@code NODE_LOST} when the caller has gone, whether or not anything is asked of it.
     *
     * @param probe what it answers at once
     * @return what ends the watch
     */
    public Runnable watch(Task task, Object probe) {
        long timer = vertx.setPeriodic(
                PROBE_MS, id -> send(probe, Map.of(), PROBE_TIMEOUT_MS).onFailure(cause -> {
                    RegistryException gone = Failures.of("reaching " + name, cause);
                    // First what waits for it: who stops waits for that.
                    waiting.forEach(answer -> answer.tryFail(gone));
                    task.stop(gone);
                }));
        return () -> vertx.cancelTimer(timer);
    }

    private Future<Object> send(Object body, Map<String, String> headers, long timeoutMs) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMs);
        headers.forEach(options::addHeader);
        return vertx.eventBus()
                .<Object>request(address, body, options)
                .map(Message::body)
                .recover(cause -> Future.failedFuture(failure(cause)));
    }

    private Throwable failure(Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return cause;
        }
        return reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                ? FailureMessage.read(reply.failureCode(), reply.getMessage())
                : RegistryException.of(FailureKind.NODE_LOST, "the caller that lends " + name + " has gone")
                        .withHint("ask again");
    }
}
