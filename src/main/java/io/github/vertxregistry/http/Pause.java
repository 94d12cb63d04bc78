package io.github.vertxregistry.http;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A wait that ends early, with the reason as its failure, when its task is stopped. */
final class Pause {
    private Pause() {}

    static Future<Void> of(Vertx vertx, long milliseconds, Task task) {
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, milliseconds), id -> over.tryComplete());
        Runnable unhook = task.onStop(() -> over.tryFail(task.stopReason()));
        return over.future().onComplete(ended -> {
            vertx.cancelTimer(timer);
            unhook.run();
        });
    }
}
