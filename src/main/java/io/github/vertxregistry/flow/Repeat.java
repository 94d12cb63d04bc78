package io.github.vertxregistry.flow;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does a step again and again, each with the outcome of the one before, on one Promise: neither the stack nor a chain of Futures
 * grows with the number of steps. Belongs to one context.
 */
public final class Repeat<S> {
    private final Predicate<S> more;
    private final Function<S, Future<S>> step;
    private final Promise<S> done = Promise.promise();
    private S state;
    private boolean looping;
    private boolean ready;

    private Repeat(S first, Predicate<S> more, Function<S, Future<S>> step) {
        this.state = first;
        this.more = more;
        this.step = step;
    }

    /** Succeeds with the first state that wants no more; fails as the first step that fails. */
    public static <S> Future<S> whilst(S first, Predicate<S> more, Function<S, Future<S>> step) {
        Repeat<S> repeat = new Repeat<>(first, more, step);
        repeat.loop();
        return repeat.done.future();
    }

    private void loop() {
        if (looping) {
            // A step that was done at once: the loop below goes on with it.
            return;
        }
        looping = true;
        ready = true;
        while (ready && !done.future().isComplete()) {
            next();
        }
        looping = false;
    }

    private void next() {
        if (!more.test(state)) {
            done.complete(state);
            return;
        }
        ready = false;
        Future<S> outcome;
        try {
            outcome = step.apply(state);
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        outcome.onComplete(this::stepped);
    }

    private void stepped(AsyncResult<S> outcome) {
        ready = true;
        if (outcome.failed()) {
            done.fail(outcome.cause());
            return;
        }
        state = outcome.result();
        loop();
    }
}
