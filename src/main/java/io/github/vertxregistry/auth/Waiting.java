package io.github.vertxregistry.auth;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A caller's wait for what many share: it goes on on its own context, and ends when its own task is stopped. */
final class Waiting {
    private final Context context;
    private final Task task;

    Waiting(Vertx vertx, Task task) {
        this.context = vertx.getOrCreateContext();
        this.task = task;
    }

    <T> Future<T> on(Future<T> shared) {
        if (shared.isComplete()) {
            return shared.succeeded() ? Future.succeededFuture(shared.result()) : Future.failedFuture(shared.cause());
        }
        Promise<T> mine = Promise.promise();
        Runnable unhook = task.onStop(() -> context.runOnContext(v -> mine.tryFail(task.stopReason())));
        shared.onComplete(result -> context.runOnContext(v -> {
            unhook.run();
            if (result.succeeded()) {
                mine.tryComplete(result.result());
            } else {
                mine.tryFail(result.cause());
            }
        }));
        return mine.future();
    }
}
