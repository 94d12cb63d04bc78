package io.github.vertxregistry.client;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncStatus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Asks how a job stands until it has ended. Whoever answers may die: what may pass is asked again, for a while, since the job
 * does not depend on it.
 */
final class SyncWatch {
    private static final long FIRST_MS = 20;
    private static final long MOST_MS = 500;
    private static final int MOST_FAILURES = 60;

    private final Vertx vertx;
    private final Supplier<Future<SyncStatus>> ask;
    private final Handler<SyncStatus> progress;
    private final Promise<SyncStatus> ended = Promise.promise();
    private long waitMs = FIRST_MS;
    private int failures;

    SyncWatch(Vertx vertx, Supplier<Future<SyncStatus>> ask, Handler<SyncStatus> progress) {
        this.vertx = vertx;
        this.ask = ask;
        this.progress = progress;
    }

    Future<SyncStatus> ended() {
        look();
        return ended.future();
    }

    private void look() {
        ask.get().onSuccess(this::see).onFailure(this::miss);
    }

    private void see(SyncStatus status) {
        failures = 0;
        try {
            progress.handle(status);
        } finally {
            if (status.state().isEnd()) {
                ended.complete(status);
            } else {
                later();
            }
        }
    }

    private void miss(Throwable cause) {
        boolean passes = cause instanceof RegistryException failure && failure.retryable();
        if (passes && ++failures < MOST_FAILURES) {
            later();
        } else {
            ended.fail(cause);
        }
    }

    private void later() {
        vertx.setTimer(waitMs, id -> look());
        waitMs = Math.min(MOST_MS, waitMs * 2);
    }
}
