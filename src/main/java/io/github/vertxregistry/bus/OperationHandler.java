package io.github.vertxregistry.bus;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;

/** Does the work of one operation. What it throws is answered like a failed Future. */
@FunctionalInterface
public interface OperationHandler<Q, R> {
    /** Works on a request that has been checked; long work heeds the task's stop. */
    Future<R> handle(Q request, Task task);
}
