package io.github.vertxregistry.sync;

import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins jobs when they are due. What was due while no node was there is not made up for; while a job of a schedule has not ended,
 * its next one is left out. Belongs to one context.
 */
final class Schedules {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final Vertx vertx;
    private final List<Schedule> schedules;
    private final JobStore store;
    private final Function<SyncRequest, Future<SyncStatus>> start;
    private boolean closed;

    Schedules(Vertx vertx, List<Schedule> schedules, JobStore store, Function<SyncRequest, Future<SyncStatus>> start) {
        this.vertx = vertx;
        this.store = store;
        this.start = start;
        this.schedules = schedules;
    }

    void open() {
        schedules.forEach(this::await);
    }

    void close() {
        closed = true;
    }

    private void await(Schedule schedule) {
        Instant now = Instant.now();
        schedule.after(now).ifPresent(due -> {
            long delay = Math.max(1, due.toEpochMilli() - now.toEpochMilli());
            vertx.setTimer(delay, id -> begin(schedule, due));
        });
    }

    private void begin(Schedule schedule, Instant due) {
        if (closed) {
            return;
        }
        store.active()
                .compose(active -> active.stream().anyMatch(job -> schedule.began(job.id()))
                        ? Future.succeededFuture()
                        : start.apply(schedule.due(due)))
                .onFailure(cause -> LOG.warn("schedule {}: no job was begun: {}", schedule, cause.getMessage()))
                .onComplete(begun -> await(schedule));
    }
}
