package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.ProgressEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches over a short request that any node of the cluster may have taken: one that works on it beats, so that a node which is
 * silent for too long has died, or never got the message. The send timeout would tell that much later.
 */
final class Watch<R> implements ProgressInbox.Listener {
    private static final String WHY = "it has died or is cut off, or only one of you has TLS (cluster.eventBus)";

    private final Vertx vertx;
    private final Operation<?, R> operation;
    private final long lostAfterMs;
    private final Promise<R> result = Promise.promise();
    private volatile long lastSignNs = System.nanoTime();
    private long timer;

    Watch(Vertx vertx, Operation<?, R> operation, Duration lostAfter) {
        this.vertx = vertx;
        this.operation = operation;
        this.lostAfterMs = lostAfter.toMillis();
    }

    /** Returns the reply, or {@code NODE_LOST}. */
    Future<R> over(Future<R> reply) {
        timer = vertx.setTimer(lostAfterMs, id -> check());
        reply.onComplete(answer -> {
            vertx.cancelTimer(timer);
            // Late, it is that of a node which was given up.
            if (answer.succeeded()) {
                result.tryComplete(answer.result());
            } else {
                result.tryFail(answer.cause());
            }
        });
        return result.future();
    }

    @Override
    public void event(ProgressEvent event) {
        lastSignNs = System.nanoTime();
    }

    @Override
    public void unwatch() {
        vertx.cancelTimer(timer);
    }

    private void check() {
        long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastSignNs);
        if (silentMs < lostAfterMs) {
            timer = vertx.setTimer(lostAfterMs - silentMs, id -> check());
        } else {
            result.tryFail(lost(operation, silentMs));
        }
    }

    static RegistryException lost(Operation<?, ?> operation, long silentMs) {
        RegistryException lost = RegistryException.of(
                FailureKind.NODE_LOST,
                "the node that worked on " + operation + " has not been heard of for "
                        + TimeUnit.MILLISECONDS.toSeconds(silentMs) + " s");
        return operation.isRepeatable()
                ? lost.withHint(WHY + ": ask again")
                : lost.withHint(WHY + "; it may have done it: look before you ask again")
                        .withRetry(false, 0);
    }
}
