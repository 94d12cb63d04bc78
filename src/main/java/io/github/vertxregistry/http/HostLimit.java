package io.github.vertxregistry.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets at most so many requests to one host run at once; the others wait here and not for a connection, whose wait has a
 * timeout. May be used from any context: the work runs on its caller's.
 */
final class HostLimit {
    private final Vertx vertx;
    private final AtomicInteger free;
    private final Queue<Promise<Void>> waiting = new ConcurrentLinkedQueue<>();

    HostLimit(Vertx vertx, int most) {
        this.vertx = vertx;
        this.free = new AtomicInteger(most);
    }

    /** Runs the work when it is its turn, and gives the place on when it has ended. */
    <T> Future<T> run(Supplier<Future<T>> work) {
        return enter().compose(entered -> attempt(work).eventually(() -> {
            leave();
            return Future.succeededFuture();
        }));
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Void> enter() {
        if (take()) {
            return Future.succeededFuture();
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        // A place may have been given back between the two lines above.
        if (take()) {
            leave();
        }
        Promise<Void> onCaller = Promise.promise();
        var context = vertx.getOrCreateContext();
        turn.future().onSuccess(v -> context.runOnContext(x -> onCaller.complete()));
        return onCaller.future();
    }

    private boolean take() {
        return free.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    private void leave() {
        Promise<Void> next = waiting.poll();
        if (next != null) {
            next.complete();
            return;
        }
        free.incrementAndGet();
        // Somebody may have queued up between the two lines above.
        if (!waiting.isEmpty() && take()) {
            leave();
        }
    }
}
