package io.github.vertxregistry.http;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets requests to one host begin no closer together than evenly so many in a second. Who is told to stop waits no longer. May
 * be used from any context.
 */
final class Pace {
    private final Vertx vertx;
    private final int perSecond;
    private volatile long gapNs;
    private final AtomicLong lastNs;

    Pace(Vertx vertx, int perSecond) {
        this.vertx = vertx;
        this.perSecond = perSecond;
        this.gapNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.lastNs = new AtomicLong(System.nanoTime() - gapNs);
    }

    /** Takes one part of so many from now on. */
    void share(int parts) {
        gapNs = TimeUnit.SECONDS.toNanos(parts) / perSecond;
    }

    /** Succeeds, on the context of its caller, when the next request may begin; fails with the task's reason to stop. */
    Future<Void> turn(Task task) {
        long gap = gapNs;
        long now = System.nanoTime();
        long turn = lastNs.updateAndGet(last -> last + gap - now > 0 ? last + gap : now);
        if (turn - now <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        long timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(turn - now) + 1, id -> promise.tryComplete());
        Runnable unhook = task.onStop(() -> context.runOnContext(v -> promise.tryFail(task.stopReason())));
        return promise.future().onComplete(over -> {
            vertx.cancelTimer(timer);
            unhook.run();
        });
    }
}
