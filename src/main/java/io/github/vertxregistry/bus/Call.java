package io.github.vertxregistry.bus;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A long operation as its caller sees it: its progress, its result, and the watch over both. Result and events arrive on the
 * context that started it, the last event before the result. The result fails with {@code STALLED} when nothing moves for
 * too long, and with {@code NODE_LOST} when the node that worked on it falls silent, unless another can do it again.
 */
public final class Call<R> implements ProgressInbox.Listener {
    private final Context context;
    private final Operation<?, R> operation;
    private final String operationId;
    private final CallOptions options;
    private final Sending sending;
    private final Promise<R> result = Promise.promise();
    private final List<Handler<ProgressEvent>> handlers = new ArrayList<>();
    private long seq;
    private long lastSignNs;
    private long lastProgressNs = System.nanoTime();
    private boolean signWanted;
    private boolean unwatched;
    private boolean ended;

    /** How the request is sent and taken back. */
    interface Sending {
        /** Has another node do it, if one may; returns whether it was sent again. */
        boolean again();

        /** Tells every node to stop it. */
        void cancel();
    }

    Call(Vertx vertx, Operation<?, R> operation, String operationId, CallOptions options, Sending sending) {
        this.context = vertx.getOrCreateContext();
        this.operation = operation;
        this.operationId = operationId;
        this.options = options;
        this.sending = sending;
        long smallest =
                Math.min(options.lostAfter().toMillis(), options.stallTimeout().toMillis());
        context.runOnContext(v -> {
            long timer = vertx.setPeriodic(Math.max(1, smallest / 4), id -> check());
            result.future().onComplete(done -> vertx.cancelTimer(timer));
        });
    }

    /** Returns the operation's id. */
    public String operationId() {
        return operationId;
    }

    /** Returns the result. */
    public Future<R> result() {
        return result.future();
    }

    /** Hands progress events, beats left out, to the handler; some may be lost, the last one is not. */
    public void onProgress(Handler<ProgressEvent> handler) {
        context.runOnContext(v -> handlers.add(handler));
    }

    /** Asks for the operation's end; the result then fails with {@code CANCELLED}, unless it was there already. */
    public void cancel() {
        sending.cancel();
    }

    /** The request has been sent to a node that may have died before it got it: a sign of life is waited for from now on. */
    void wantSign() {
        context.runOnContext(v -> sign());
    }

    private void sign() {
        lastSignNs = System.nanoTime();
        signWanted = true;
    }

    @Override
    public void event(ProgressEvent event) {
        context.runOnContext(v -> {
            sign();
            if (!event.phase().equals(ProgressEvent.BEAT)) {
                lastProgressNs = lastSignNs;
            }
            // The last one is told with the result, so that nothing follows it.
            if (!ended && !event.isLast() && !event.phase().equals(ProgressEvent.BEAT)) {
                seq = event.seq();
                handlers.forEach(handler -> handler.handle(event));
            }
        });
    }

    void end(AsyncResult<R> outcome) {
        context.runOnContext(v -> {
            if (ended) {
                return;
            }
            ended = true;
            JsonObject told = outcome.succeeded()
                    ? JsonBinding.toJson(outcome.result())
                    : FailureMessage.of(Failures.of(operation.name(), outcome.cause()))
                            .toJson();
            String phase = outcome.succeeded() ? ProgressEvent.DONE : ProgressEvent.FAILED;
            ProgressEvent last = new ProgressEvent(operationId, seq + 1, phase, "", 0, 0, told);
            handlers.forEach(handler -> handler.handle(last));
            result.handle(outcome);
        });
    }

    @Override
    public void unwatch() {
        context.runOnContext(v -> unwatched = true);
    }

    private void check() {
        if (unwatched || ended) {
            return;
        }
        long now = System.nanoTime();
        if (now - lastProgressNs > options.stallTimeout().toNanos()) {
            cancel();
            end(Future.failedFuture(RegistryException.of(
                            FailureKind.STALLED,
                            operation + " made no progress for "
                                    + options.stallTimeout().toSeconds() + " s")
                    .withHint("it was cancelled; is the registry or the disk stuck?")));
        } else if (signWanted && now - lastSignNs > options.lostAfter().toNanos()) {
            signWanted = false;
            if (!sending.again()) {
                end(Future.failedFuture(Watch.lost(operation, TimeUnit.NANOSECONDS.toMillis(now - lastSignNs))));
            }
        }
    }
}
