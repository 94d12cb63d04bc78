package io.github.vertxregistry.flow;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Does the same to many things, at most so many at once. The first failure stops the others, and the whole has ended only
 * when each of them has, so that nothing is left open behind a failure. A loop on one Promise, so that the stack does not
 * grow with the number of things. Belongs to one context.
 */
public final class Parallel<T, R> {
    private final Deque<T> waiting;
    private final int atOnce;
    private final BiFunction<T, Task, Future<R>> step;
    private final Task part;
    private final List<R> results = new ArrayList<>();
    private final Promise<List<R>> outcome = Promise.promise();
    private int running;
    private boolean looping;
    private Throwable failure;

    private Parallel(Collection<T> items, int atOnce, Task task, BiFunction<T, Task, Future<R>> step) {
        this.waiting = new ArrayDeque<>(items);
        this.atOnce = atOnce;
        this.part = task.part();
        this.step = step;
    }

    /** Runs the step for each item; succeeds with the results in no order, fails with the first failure. */
    public static <T, R> Future<List<R>> run(
            Collection<T> items, int atOnce, Task task, BiFunction<T, Task, Future<R>> step) {
        Parallel<T, R> run = new Parallel<>(items, atOnce, task, step);
        run.fill();
        return run.outcome.future();
    }

    private void fill() {
        if (looping) {
            // A step that was done at once: the loop below goes on with the next.
            return;
        }
        looping = true;
        while (failure == null && running < atOnce && !waiting.isEmpty()) {
            running++;
            attempt(waiting.poll()).onComplete(this::ended);
        }
        looping = false;
        if (running == 0) {
            finish();
        }
    }

    private void finish() {
        if (failure == null) {
            outcome.tryComplete(results);
        } else {
            outcome.tryFail(failure);
        }
    }

    private Future<R> attempt(T item) {
        try {
            part.check();
            return step.apply(item, part);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void ended(AsyncResult<R> result) {
        running--;
        if (result.succeeded()) {
            results.add(result.result());
        } else if (failure == null) {
            failure = result.cause();
            part.stop(RegistryException.of(FailureKind.CANCELLED, "stopped, since another part failed"));
        }
        fill();
    }
}
