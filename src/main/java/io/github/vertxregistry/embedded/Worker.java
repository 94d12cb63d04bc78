package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Runs blocking steps off the event loop and knows when all of them are done. Called on the verticle's event loop only;
 * the Futures complete there.
 */
final class Worker {
    private final WorkerExecutor executor;
    private final Set<Future<?>> running = new HashSet<>();
    private Future<?> lastChange = Future.succeededFuture();

    Worker(WorkerExecutor executor) {
        this.executor = executor;
    }

    /** Runs a step beside others. */
    <T> Future<T> run(Callable<T> step) {
        Future<T> result = executor.executeBlocking(step, false);
        running.add(result);
        return result.onComplete(done -> running.remove(result));
    }

    /** Runs a step that must see no other change of manifests and tags halfway: one after the other, in order. */
    <T> Future<T> change(Callable<T> step) {
        Future<T> result = lastChange.transform(before -> run(step));
        lastChange = result;
        return result;
    }

    /** Succeeds once no step is running any more. */
    Future<Void> idle() {
        if (running.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.join(List.copyOf(running)).transform(done -> idle());
    }
}
