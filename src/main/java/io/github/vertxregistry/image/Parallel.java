package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Does the same to many things, at most so many at once. The first failure stops the others, and the whole has ended only
 * when each of them has, so that nothing is left open behind a failure. Belongs to one context.
 */
final class Parallel<T, R> {
    private final Deque<T> waiting;
    private final BiFunction<T, Task, Future<R>> step;
    private final Task part;
    private final List<R> results = new ArrayList<>();
    private Throwable failure;

    private Parallel(Collection<T> items, Task task, BiFunction<T, Task, Future<R>> step) {
        this.waiting = new ArrayDeque<>(items);
        this.part = task.part();
        this.step = step;
    }

    /** Runs the step for each item; succeeds with the results in no order, fails with the first failure. */
    static <T, R> Future<List<R>> run(Collection<T> items, int atOnce, Task task, BiFunction<T, Task, Future<R>> step) {
        Parallel<T, R> run = new Parallel<>(items, task, step);
        List<Future<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, items.size()); i++) {
            lanes.add(run.lane());
        }
        // join: a lane that fails does not end the whole before the others have given up what they hold.
        return Future.join(lanes).transform(all -> run.outcome());
    }

    private Future<List<R>> outcome() {
        return failure == null ? Future.succeededFuture(results) : Future.failedFuture(failure);
    }

    private Future<Void> lane() {
        T next = failure == null ? waiting.poll() : null;
        if (next == null) {
            return Future.succeededFuture();
        }
        return attempt(next).onSuccess(results::add).onFailure(this::failed).transform(done -> lane());
    }

    private Future<R> attempt(T item) {
        try {
            part.check();
            return step.apply(item, part);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
            part.stop(RegistryException.of(FailureKind.CANCELLED, "stopped, since another part failed"));
        }
    }
}
