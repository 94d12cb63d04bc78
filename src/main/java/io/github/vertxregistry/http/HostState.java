package io.github.vertxregistry.http;

import io.github.vertxregistry.config.RetryConfig;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What all requests to one host share: how many of them may be tried again, and until when the host asked to be left alone.
 * Any thread may use it.
 */
final class HostState {
    private static final int PRICE = 10;
    private static final int STILL_ASKS = 500;

    private final Vertx vertx;
    private final RetryConfig config;
    private final LongSupplier nanoClock;
    private final AtomicInteger credit;
    private final AtomicLong quietUntil;
    private volatile boolean hasAnswered;

    HostState(Vertx vertx, RetryConfig config, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.config = config;
        this.nanoClock = nanoClock;
        this.credit = new AtomicInteger(config.budget() * PRICE);
        this.quietUntil = new AtomicLong(nanoClock.getAsLong());
    }

    /** Returns whether it has ever answered: one that never did is more likely not there than away for a moment. */
    boolean hasAnswered() {
        return hasAnswered;
    }

    /** Takes a try out of the budget; false where that is used up. */
    boolean takeRetry() {
        return credit.getAndUpdate(left -> left >= PRICE ? left - PRICE : left) >= PRICE;
    }

    /** An answer pays for a tenth of a try; one that asks for a pause asks it of all requests. */
    void answered(HttpAnswer answer) {
        hasAnswered = true;
        if (answer.status() < STILL_ASKS && !answer.is(429)) {
            credit.getAndUpdate(left -> Math.min(left + 1, config.budget() * PRICE));
        }
        long asked = answer.is(429, 503) ? RetryAfter.milliseconds(answer) : 0;
        if (asked > 0 && asked <= config.maxRetryAfterMs()) {
            long until = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(asked);
            quietUntil.getAndUpdate(known -> until - known > 0 ? until : known);
        }
    }

    /** Succeeds when the host may be asked; at once, unless it asked for a pause. */
    Future<Void> mayBeAsked(Task task) {
        long left = TimeUnit.NANOSECONDS.toMillis(quietUntil.get() - nanoClock.getAsLong());
        return left <= 0 ? Future.succeededFuture() : Pause.of(vertx, left + 1, task);
    }
}
