package io.github.vertxregistry.http;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Tells, once, that nothing has moved for a time. Belongs to the context that made it; {@link #touch()} is cheap enough for
 * every buffer.
 */
final class StallTimer {
    private final Vertx vertx;
    private final Runnable onStall;
    private long timeoutMs;
    private long touchedNs;
    private long timer;
    private boolean stopped;

    StallTimer(Vertx vertx, long timeoutMs, Runnable onStall) {
        this.vertx = vertx;
        this.onStall = onStall;
        this.timeoutMs = timeoutMs;
        this.touchedNs = System.nanoTime();
        arm(timeoutMs);
    }

    /** Something has moved. */
    void touch() {
        touchedNs = System.nanoTime();
    }

    /** From now on another time counts. */
    void restart(long newTimeoutMs) {
        vertx.cancelTimer(timer);
        timeoutMs = newTimeoutMs;
        touch();
        arm(timeoutMs);
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void arm(long delayMs) {
        if (!stopped) {
            timer = vertx.setTimer(Math.max(1, delayMs), id -> check());
        }
    }

    private void check() {
        long idleMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - touchedNs);
        if (stopped) {
            return;
        }
        if (idleMs >= timeoutMs) {
            stopped = true;
            onStall.run();
        } else {
            arm(timeoutMs - idleMs);
        }
    }
}
