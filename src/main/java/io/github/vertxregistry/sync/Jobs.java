package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncJobs;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Answers for the jobs of the cluster: begins them, tells how they stand, and notes what is wished of them. */
public final class Jobs {
    private static final int MOST_JOBS = 100;

    private final JobStore store;
    private final Sides sides;
    private final long retainMs;
    private final Consumer<String> signal;

    Jobs(JobStore store, Sides sides, long retainMs, Consumer<String> signal) {
        this.store = store;
        this.sides = sides;
        this.retainMs = retainMs;
        this.signal = signal;
    }

    /**
     * Starts a job. Asked for again it is the one that is there, or was; fails with {@code CONFLICT} where that one was for
     * something else, {@code LIMIT_EXCEEDED} where too many run.
     */
    public Future<SyncStatus> start(SyncRequest asked) {
        SyncRequest request = asked.jobId() == null ? asked.as(UUID.randomUUID().toString()) : asked;
        sides.check(request);
        return store.find(request.jobId())
                .compose(there -> there.isPresent() ? Future.succeededFuture(there.get()) : add(request))
                .map(job -> same(request, job))
                .onSuccess(job -> signal.accept(job.id()))
                .map(Jobs::status);
    }

    private Future<SyncJob> add(SyncRequest request) {
        return store.active().compose(active -> {
            if (active.size() >= MOST_JOBS) {
                throw RegistryException.of(
                                FailureKind.LIMIT_EXCEEDED, MOST_JOBS + " jobs have not ended, no more are taken")
                        .withHint("wait for some of them, or cancel them");
            }
            SyncJob job = SyncJob.of(request, System.currentTimeMillis());
            return store.add(job).map(before -> before.orElse(job));
        });
    }

    private static SyncJob same(SyncRequest request, SyncJob there) {
        if (!there.request().equals(request)) {
            throw RegistryException.of(
                            FailureKind.CONFLICT, "a job '" + request.jobId() + "' for something else is there already")
                    .withHint("give each job an id of its own, or leave it out for a new one");
        }
        return there;
    }

    /** Lists the jobs that run or have lately ended, the latest first. */
    public Future<SyncJobs> list() {
        return store.all()
                .map(all -> new SyncJobs(
                        all.stream().collect(Collectors.toMap(SyncJob::id, job -> job, Jobs::later)).values().stream()
                                .sorted(Comparator.comparingLong(SyncJob::startedAt)
                                        .reversed())
                                .map(job -> status(job).brief())
                                .toList()));
    }

    /** One that ends is for a moment in both maps. */
    private static SyncJob later(SyncJob one, SyncJob other) {
        return one.state().isEnd() ? one : other;
    }

    /** Tells how a job stands; fails with {@code NOT_FOUND}. */
    public Future<SyncStatus> get(String jobId) {
        return store.find(jobId).map(found -> found.map(Jobs::status).orElseThrow(() -> notFound(jobId)));
    }

    /** Lets a job finish what is under way, and begin nothing more; one that has ended stays as it is. */
    public Future<SyncStatus> pause(String jobId) {
        return wish(jobId, SyncJob.Wish.PAUSE);
    }

    /** Lets a job that was paused go on. */
    public Future<SyncStatus> resume(String jobId) {
        return wish(jobId, SyncJob.Wish.RUN);
    }

    /** Ends a job; what is under way is broken off. */
    public Future<SyncStatus> cancel(String jobId) {
        return wish(jobId, SyncJob.Wish.CANCEL);
    }

    private Future<SyncStatus> wish(String jobId, SyncJob.Wish wish) {
        return store.update(jobId, job -> job.wish() == SyncJob.Wish.CANCEL ? job : job.wishing(wish))
                .onSuccess(done -> signal.accept(jobId))
                .compose(job -> job.isPresent() ? Future.succeededFuture(job) : store.find(jobId))
                .map(job -> job.map(Jobs::status).orElseThrow(() -> notFound(jobId)));
    }

    private RegistryException notFound(String jobId) {
        return RegistryException.of(FailureKind.NOT_FOUND, "no job '" + jobId + "' runs or has lately ended")
                .withHint("reports are kept for " + retainMs + " ms");
    }

    private static SyncStatus status(SyncJob job) {
        return job.status(System.currentTimeMillis());
    }
}
