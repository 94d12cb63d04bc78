package io.github.vertxregistry.client;

import io.github.vertxregistry.bus.Call;
import io.github.vertxregistry.message.ProgressEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;

/**
 * A long operation under way: its result, its progress, and the way to stop it.
 *
 * @param <R> what it results in
 */
public final class Transfer<R> {
    private final Call<R> call;

    Transfer(Call<R> call) {
        this.call = call;
    }

    /** Returns the operation's id, as {@code operations.get} and {@code operations.cancel} take it. */
    public String operationId() {
        return call.operationId();
    }

    /**
     * Returns the result; besides what the operation fails with, {@code STALLED} (no progress for the stall timeout), {@code
     * NODE_LOST} (its node fell silent) and {@code CANCELLED}.
     */
    public Future<R> result() {
        return call.result();
    }

    /** Hands each progress event to the handler; losing some does no harm. Returns this. */
    public Transfer<R> onProgress(Handler<ProgressEvent> handler) {
        call.onProgress(handler);
        return this;
    }

    /** Stops the operation; the result then fails with {@code CANCELLED} when it has given up what it held. */
    public void cancel() {
        call.cancel();
    }
}
