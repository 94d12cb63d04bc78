package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.message.SyncTotals;
import io.github.vertxregistry.task.ProgressSink;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lead of a job, which one node has at a time: it plans, adds up what the steps have become, has failed copies tried again,
 * and ends the job. All that it knows is in the shared maps, so that another goes on where it dies. Belongs to one context.
 */
final class JobLead {
    private static final Logger LOG = LoggerFactory.getLogger(JobLead.class);

    /** So long without a result it is looked whether one was lost with the nodes that kept it. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long MOST_REST_MS = 2_000;

    private final Vertx vertx;
    private final String jobId;
    private final JobStore store;
    private final Sides sides;
    private final Runnable signal;
    private final Runnable lookAgain;
    private final Task task;
    private Sides.Deletion deletion;
    private boolean paused;
    private boolean busy;
    private boolean missed;
    private int waitingAfter;
    private int waitedAfter;
    private int results;
    private long lastResultNs = System.nanoTime();

    JobLead(Vertx vertx, String jobId, JobStore store, Sides sides, Runnable signal, Runnable lookAgain) {
        this.vertx = vertx;
        this.jobId = jobId;
        this.store = store;
        this.sides = sides;
        this.signal = signal;
        this.lookAgain = lookAgain;
        this.task = new Task(jobId, ProgressSink.NONE);
    }

    /** Does what is due, now that the job stands so. */
    void look(SyncJob job) {
        if (job.wish() == SyncJob.Wish.CANCEL) {
            task.cancel();
        }
        paused = job.wish() == SyncJob.Wish.PAUSE;
        if (busy) {
            missed = true;
            return;
        }
        busy = true;
        missed = false;
        long restMs = Math.min(MOST_REST_MS, job.steps());
        Future.succeededFuture(job)
                .compose(this::due)
                .onFailure(cause -> LOG.warn("job {} does not go on for now: {}", jobId, cause.toString()))
                .onComplete(done -> {
                    // Adding up reads all results: the more there are, the less often.
                    vertx.setTimer(Math.max(1, restMs), id -> rested());
                });
    }

    private void rested() {
        busy = false;
        if (missed) {
            lookAgain.run();
        }
    }

    void stop(RegistryException reason) {
        task.stop(reason);
    }

    private Future<Void> due(SyncJob job) {
        if (job.wish() == SyncJob.Wish.CANCEL) {
            return store.results(jobId, job.round())
                    .map(done -> job.report().plus(done.values()))
                    .map(report -> deletion == null ? report : report.plus(deletion))
                    .compose(report -> end(job, State.CANCELLED, report, null));
        }
        return job.state() == State.PLANNING ? plan(job) : follow(job);
    }

    private Future<Void> plan(SyncJob job) {
        return sides.plan(job.request(), task)
                .compose(plan -> job.request().dryRun()
                        ? tell(job, Report.of(plan).telling(plan))
                        : store.putVanished(jobId, plan.vanished())
                                .compose(done -> begin(job, Step.of(plan.copies()), 1, Report.of(plan))))
                .recover(cause -> task.isStopped()
                        ? Future.<Void>succeededFuture()
                        : end(job, State.FAILED, job.report(), Failed.inWords(cause)));
    }

    private Future<Void> tell(SyncJob job, Report report) {
        return end(job, report.failures().isEmpty() ? State.DONE : State.FAILED, report, null);
    }

    /** The steps are there before the round is told of; where two lead for a moment, one's steps do not become the other's. */
    private Future<Void> begin(SyncJob job, List<Step> steps, int attempt, Report before) {
        int next = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        return store.putSteps(jobId, next, steps)
                .compose(done -> store.update(
                        jobId,
                        now -> now.round() == job.round() ? now.inRound(next, attempt, steps.size(), before) : now))
                .onSuccess(done -> signal.run())
                .mapEmpty();
    }

    private Future<Void> follow(SyncJob job) {
        return store.results(jobId, job.round())
                .compose(done -> done.size() < job.steps() ? addUp(job, done) : roundDone(job, done.values()));
    }

    private Future<Void> addUp(SyncJob job, Map<String, StepResult> done) {
        if (done.size() != results) {
            results = done.size();
            lastResultNs = System.nanoTime();
        } else if (job.isOpen() && System.nanoTime() - lastResultNs > QUIET_NS) {
            lastResultNs = System.nanoTime();
            return planAgainIfLost(job, done);
        }
        return show(job, job.report().plus(done.values()).totals());
    }

    private Future<Void> show(SyncJob job, SyncTotals now) {
        return now.equals(job.totals())
                ? Future.succeededFuture()
                : store.update(jobId, same -> same.round() == job.round() ? same.with(now) : same)
                        .mapEmpty();
    }

    /** A step that is told to be done, and has no result, was lost with the nodes that kept the result. */
    private Future<Void> planAgainIfLost(SyncJob job, Map<String, StepResult> done) {
        return store.leases()
                .doneUnder(JobStore.round(jobId, job.round()))
                .compose(told -> done.keySet().containsAll(told) ? Future.succeededFuture() : planAgain(job));
    }

    private Future<Void> planAgain(SyncJob job) {
        return store.update(jobId, now -> now.round() == job.round() ? now.planningAgain() : now)
                .onSuccess(changed -> signal.run())
                .mapEmpty();
    }

    private Future<Void> roundDone(SyncJob job, Collection<StepResult> done) {
        List<Tagged> again = done.stream()
                .flatMap(result -> result.failed().stream())
                .filter(Failed::again)
                .map(Failed::image)
                .toList();
        if (again.isEmpty() || job.attempt() >= sides.tries(job.request())) {
            return finish(job, job.report().plus(done));
        }
        if (waitedAfter != job.round()) {
            awaitNextTry(job);
            return Future.succeededFuture();
        }
        Report before =
                job.report().plus(done.stream().map(StepResult::withoutAgain).toList());
        return begin(job, Step.of(again), job.attempt() + 1, before);
    }

    /** What was wrong may pass: not all tries at once. */
    private void awaitNextTry(SyncJob job) {
        if (waitingAfter != job.round()) {
            waitingAfter = job.round();
            vertx.setTimer(sides.waitMs(job.attempt()), id -> {
                waitedAfter = job.round();
                signal.run();
            });
        }
    }

    private Future<Void> finish(SyncJob job, Report report) {
        boolean whole = report.totals().failed() == 0;
        if (report.totals().vanished() == 0) {
            return end(job, whole ? State.DONE : State.FAILED, report, null);
        }
        if (!whole) {
            return end(job, State.FAILED, report, "nothing was deleted, since not everything could be copied");
        }
        if (paused) {
            return show(job, report.totals());
        }
        return store.vanished(jobId)
                .compose(vanished -> vanished.size() < report.totals().vanished()
                        ? planAgain(job) // The nodes that kept the list have died.
                        : sides.delete(job.request(), vanished, () -> paused, task)
                                .compose(over -> deleted(job, report, over)));
    }

    /** One that was stopped or paused meanwhile is looked at again; what is gone by then counts as deleted. */
    private Future<Void> deleted(SyncJob job, Report report, Sides.Deletion over) {
        deletion = over;
        return task.isStopped() || over.isToGoOn()
                ? Future.succeededFuture()
                : end(job, over.isWhole() ? State.DONE : State.FAILED, report.plus(over), over.refused());
    }

    private Future<Void> end(SyncJob job, State state, Report report, String reason) {
        return store.end(job.ended(state, report, reason, System.currentTimeMillis()))
                .onSuccess(done -> {
                    LOG.debug("job {} is {}: {}", jobId, state, report.totals());
                    signal.run();
                });
    }
}
