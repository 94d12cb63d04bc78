package io.github.vertxregistry.http;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets at most so many requests to one host run at once; the others wait here and not for a connection, whose wait has a
 * timeout. Who is told to stop waits no longer. May be used from any context: the work runs on its caller's.
 */
final class HostLimit {
    private static final int MOST_WAITING = 10_000;

    private final Vertx vertx;
    private final AtomicInteger free;
    private int most;
    private final AtomicInteger queued = new AtomicInteger();
    private final Queue<Promise<Void>> waiting = new ConcurrentLinkedQueue<>();

    HostLimit(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
        this.free = new AtomicInteger(most);
    }

    /** Sets how many may run at once from now on; those that run are not broken off. */
    synchronized void resize(int now) {
        free.addAndGet(now - most);
        most = now;
        while (!waiting.isEmpty() && take()) {
            leave();
        }
    }

    /**
     * Runs the work when it is its turn, and gives the place on when it has ended. The work is never begun for a task that
     * has been stopped: its reason is the failure then. Fails with {@code TOO_MANY_REQUESTS} where too many wait.
     */
    <T> Future<T> run(Task task, Supplier<Future<T>> work) {
        return enter(task).compose(entered -> attempt(task, work).eventually(() -> {
            leave();
            return Future.succeededFuture();
        }));
    }

    private static <T> Future<T> attempt(Task task, Supplier<Future<T>> work) {
        try {
            task.check();
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Void> enter(Task task) {
        if (take()) {
            return Future.succeededFuture();
        }
        if (queued.incrementAndGet() > MOST_WAITING) {
            queued.decrementAndGet();
            return Future.failedFuture(RegistryException.of(
                            FailureKind.TOO_MANY_REQUESTS,
                            MOST_WAITING + " requests to the registry wait for their turn already")
                    .withHint("send fewer at once, or raise http.poolSize"));
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        // A place may have been given back between the two lines above.
        if (take()) {
            leave();
        }
        Promise<Void> onCaller = Promise.promise();
        Context context = vertx.getOrCreateContext();
        Runnable unhook = task.onStop(() -> giveUp(turn, task));
        turn.future().onComplete(result -> {
            unhook.run();
            context.runOnContext(v -> onCaller.handle(result));
        });
        return onCaller.future();
    }

    /** Only who takes it out of the queue may end a wait. */
    private void giveUp(Promise<Void> turn, Task task) {
        if (waiting.remove(turn)) {
            queued.decrementAndGet();
            turn.fail(task.stopReason());
        }
    }

    private boolean take() {
        return free.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    private void leave() {
        // Below zero there are fewer places than run.
        Promise<Void> next = free.get() < 0 ? null : waiting.poll();
        if (next != null) {
            queued.decrementAndGet();
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
