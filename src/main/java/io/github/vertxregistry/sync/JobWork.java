package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.task.ProgressSink;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * This node's share in a job: it takes steps that nobody has, several at once, in an order of its own so that nodes seldom
 * reach for the same. Belongs to one context.
 */
final class JobWork {
    private static final Logger LOG = LoggerFactory.getLogger(JobWork.class);

    private static final long BETWEEN_SIGNALS_MS = 50;

    private final Vertx vertx;
    private final String jobId;
    private final JobStore store;
    private final ImageCopies copies;
    private final int atOnce;
    private final Runnable signal;
    private final Task task;
    private final Deque<Integer> candidates = new ArrayDeque<>();
    private final List<Integer> held = new ArrayList<>();
    private final Promise<Void> idle = Promise.promise();
    private int round;
    private int lanes;
    private boolean open;
    private boolean closed;
    private boolean resting;
    private boolean untold;

    JobWork(Vertx vertx, SyncRequest request, JobStore store, ImageCopies copies, int atOnce, Runnable signal) {
        this.vertx = vertx;
        this.jobId = request.jobId();
        this.store = store;
        this.copies = copies;
        this.atOnce = request.concurrency() == null ? atOnce : request.concurrency();
        this.signal = signal;
        this.task = new Task(jobId, ProgressSink.NONE);
    }

    /** Takes what there is to take, now that the job stands so. */
    void look(SyncJob job) {
        open = job.isOpen() && !closed;
        if (job.wish() == SyncJob.Wish.CANCEL) {
            task.cancel();
        }
        if (!open) {
            return;
        }
        if (job.round() != round) {
            begin(job);
        } else {
            candidates.addAll(held);
        }
        held.clear();
        for (int i = Math.min(atOnce - lanes, candidates.size()); i > 0; i--) {
            lane();
        }
    }

    private void begin(SyncJob job) {
        round = job.round();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < job.steps(); i++) {
            all.add(i);
        }
        Collections.shuffle(all);
        candidates.clear();
        candidates.addAll(all);
    }

    /** Does no more than what is under way. */
    Future<Void> close() {
        closed = true;
        open = false;
        if (lanes == 0) {
            idle.tryComplete();
        }
        return idle.future();
    }

    /** Breaks off what is under way, too. */
    void stop(RegistryException reason) {
        task.stop(reason);
    }

    private void lane() {
        lanes++;
        Repeat.whilst(true, more -> more && open && !candidates.isEmpty(), more -> next())
                .onFailure(cause -> LOG.atLevel(task.isStopped() ? Level.DEBUG : Level.WARN)
                        .log("job {}: a step was given up: {}", jobId, cause.toString()))
                .onComplete(over -> {
                    lanes--;
                    if (closed && lanes == 0) {
                        idle.tryComplete();
                    }
                });
    }

    private Future<Boolean> next() {
        int index = candidates.poll();
        int ofRound = round;
        String key = JobStore.key(jobId, ofRound, index);
        return store.leases()
                .take(key)
                .<Boolean>compose(taking -> switch (taking) {
                    case TAKEN -> work(key, ofRound).map(true);
                    case HELD -> {
                        later(index, ofRound);
                        yield Future.succeededFuture(true);
                    }
                    case DONE -> Future.succeededFuture(true);
                })
                .onFailure(cause -> later(index, ofRound));
    }

    private void later(int index, int ofRound) {
        if (ofRound == round) {
            held.add(index);
        }
    }

    private Future<Void> work(String key, int ofRound) {
        return store.step(key)
                .compose(step -> step.isPresent()
                        ? copies.copy(step.get(), task).compose(result -> report(key, result))
                        : lost(key, ofRound))
                .recover(cause -> store.leases().release(key).compose(given -> Future.failedFuture(cause)));
    }

    private Future<Void> report(String key, StepResult result) {
        task.check();
        return store.putResult(key, result)
                .compose(done -> store.leases().done(key))
                .onSuccess(done -> tell());
    }

    /** Every node hears of it: not of each step, where many are done one soon after the other. */
    private void tell() {
        if (resting) {
            untold = true;
            return;
        }
        resting = true;
        untold = false;
        signal.run();
        vertx.setTimer(BETWEEN_SIGNALS_MS, id -> {
            resting = false;
            if (untold) {
                tell();
            }
        });
    }

    /** All members that kept the step have died at once, or the job has ended meanwhile. */
    private Future<Void> lost(String key, int ofRound) {
        return store.update(jobId, job -> job.round() == ofRound ? job.planningAgain() : job)
                .compose(done -> store.leases().release(key));
    }
}
