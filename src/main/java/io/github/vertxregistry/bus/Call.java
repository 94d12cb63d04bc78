package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.ProgressEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A long operation as its caller sees it: its progress, its result, and the watch over both. The result fails with {@code
 * STALLED} when nothing moves for too long, and with {@code NODE_LOST} when the node that worked on it falls silent.
 */
public final class Call<R> {
    private final Operation<?, R> operation;
    private final String operationId;
    private final CallOptions options;
    private final Runnable cancel;
    private final Promise<R> result = Promise.promise();
    private final List<Handler<ProgressEvent>> handlers = new CopyOnWriteArrayList<>();
    private volatile long lastSignNs;
    private volatile long lastProgressNs = System.nanoTime();
    private volatile boolean signSeen;

    Call(Vertx vertx, Operation<?, R> operation, String operationId, CallOptions options, Runnable cancel) {
        this.operation = operation;
        this.operationId = operationId;
        this.options = options;
        this.cancel = cancel;
        long smallest =
                Math.min(options.lostAfter().toMillis(), options.stallTimeout().toMillis());
        long timer = vertx.setPeriodic(Math.max(1, smallest / 4), id -> check());
        result.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /** Returns the operation's id. */
    public String operationId() {
        return operationId;
    }

    /** Returns the result. */
    public Future<R> result() {
        return result.future();
    }

    /** Hands progress events, beats left out, to the handler; some may be lost. */
    public void onProgress(Handler<ProgressEvent> handler) {
        handlers.add(handler);
    }

    /** Asks for the operation's end; the result then fails with {@code CANCELLED}, unless it was there already. */
    public void cancel() {
        cancel.run();
    }

    void event(ProgressEvent event) {
        lastSignNs = System.nanoTime();
        signSeen = true;
        if (!event.phase().equals(ProgressEvent.BEAT)) {
            lastProgressNs = lastSignNs;
            handlers.forEach(handler -> handler.handle(event));
        }
    }

    void succeed(R reply) {
        result.tryComplete(reply);
    }

    void fail(RegistryException failure) {
        result.tryFail(failure);
    }

    private void check() {
        long now = System.nanoTime();
        if (now - lastProgressNs > options.stallTimeout().toNanos()) {
            cancel();
            fail(RegistryException.of(
                            FailureKind.STALLED,
                            operation + " made no progress for "
                                    + options.stallTimeout().toSeconds() + " s")
                    .withHint("it was cancelled; is the registry or the disk stuck?"));
        } else if (signSeen && now - lastSignNs > options.lostAfter().toNanos()) {
            long silent = TimeUnit.NANOSECONDS.toSeconds(now - lastSignNs);
            fail(RegistryException.of(
                            FailureKind.NODE_LOST,
                            "the node that worked on " + operation + " has not been heard of for " + silent + " s")
                    .withHint("it has died or is cut off: ask again"));
        }
    }
}
