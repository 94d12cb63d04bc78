package io.github.vertxregistry.sync;

import io.github.vertxregistry.cluster.Quorum;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncJobs;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.registry.Registries;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's part in all jobs: it answers for them, leads those that nobody leads, and takes steps of all. It looks with every
 * beat, and at once where a signal says that something has changed. Belongs to one context.
 */
public final class SyncNode {
    private static final Logger LOG = LoggerFactory.getLogger(SyncNode.class);
    private static final int MISSED_BEATS = 5;
    private static final int MOST_JOBS = 100;

    /** How long what was told to stop may take to clean up. */
    private static final long STOP_GRACE_MS = 3_000;

    private final Vertx vertx;
    private final ToolkitConfig config;
    private final Registries registries;
    private final Sides sides;
    private final Consumer<String> signal;
    private final Map<String, JobLead> leads = new HashMap<>();
    private final Map<String, JobWork> works = new HashMap<>();
    private JobStore store;
    private Schedules schedules;
    private long timer = -1;
    private boolean looking;
    private boolean missed;
    private boolean closed;

    /** Creates a node's part; {@code signal} tells all nodes, this one included, that something changed about a job. */
    public SyncNode(Vertx vertx, ToolkitConfig config, Registries registries, Quorum quorum, Consumer<String> signal) {
        this.vertx = vertx;
        this.config = config;
        this.registries = registries;
        this.sides = new Sides(registries, config, quorum);
        this.signal = signal;
    }

    /** Opens the maps; a node that changes nothing answers questions alone. Fails where a schedule is wrong. */
    public Future<Void> open() {
        List<Schedule> configured = config.sync().schedules().entrySet().stream()
                .map(entry -> Schedule.of(entry.getKey(), entry.getValue(), sides::check))
                .toList();
        long beatMs = config.cluster().beatMs();
        return JobStore.open(
                        vertx,
                        config.prefix(),
                        config.nodeId() + "/" + UUID.randomUUID(),
                        beatMs * MISSED_BEATS,
                        config.sync().retainMs())
                .map(opened -> {
                    store = opened;
                    if (config.operations().changes()) {
                        schedules = new Schedules(vertx, configured, store, this::start);
                        timer = vertx.setPeriodic(beatMs, id -> beat());
                        schedules.open();
                        look();
                    }
                    return null;
                });
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
                .map(SyncNode::status);
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
                        all.stream()
                                .collect(Collectors.toMap(SyncJob::id, job -> job, SyncNode::later))
                                .values()
                                .stream()
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
        return store.find(jobId).map(found -> found.map(SyncNode::status).orElseThrow(() -> notFound(jobId)));
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
                .map(job -> job.map(SyncNode::status).orElseThrow(() -> notFound(jobId)));
    }

    private RegistryException notFound(String jobId) {
        return RegistryException.of(FailureKind.NOT_FOUND, "no job '" + jobId + "' runs or has lately ended")
                .withHint("reports are kept for " + config.sync().retainMs() + " ms");
    }

    private static SyncStatus status(SyncJob job) {
        return job.status(System.currentTimeMillis());
    }

    private void beat() {
        store.leases()
                .renew()
                .onFailure(cause -> LOG.warn("the cluster was not told what this node does: {}", cause.toString()));
        look();
    }

    /** Looks what there is to do. */
    public void look() {
        if (timer == -1 || closed) {
            return;
        }
        if (looking) {
            missed = true;
            return;
        }
        looking = true;
        missed = false;
        store.active()
                .compose(this::lookAt)
                .onFailure(cause -> LOG.warn("the jobs could not be looked at: {}", cause.toString()))
                .onComplete(done -> {
                    looking = false;
                    if (missed) {
                        look();
                    }
                });
    }

    private Future<Void> lookAt(List<SyncJob> active) {
        if (closed) {
            return Future.succeededFuture();
        }
        Set<String> ids = active.stream().map(SyncJob::id).collect(Collectors.toSet());
        works.keySet().stream().filter(id -> !ids.contains(id)).toList().forEach(id -> works.remove(id)
                .stop(RegistryException.of(FailureKind.CANCELLED, "job " + id + " has ended")));
        List<String> over =
                leads.keySet().stream().filter(id -> !ids.contains(id)).toList();
        over.forEach(leads::remove);
        List<Future<Void>> taken =
                over.stream().map(id -> store.leases().release(id)).collect(Collectors.toCollection(ArrayList::new));
        for (SyncJob job : active) {
            share(job);
            taken.add(lead(job));
        }
        return Future.join(taken).mapEmpty();
    }

    /** A job that a node of another version took may make no sense to this one: the others go on. */
    private void share(SyncJob job) {
        try {
            works.computeIfAbsent(job.id(), id -> work(job)).look(job);
        } catch (RegistryException e) {
            LOG.warn("this node takes no share in job {}: {}", job.id(), e.getMessage());
        }
    }

    private Future<Void> lead(SyncJob job) {
        JobLead leading = leads.get(job.id());
        if (leading != null && !store.leases().holds(job.id())) {
            leads.remove(job.id())
                    .stop(RegistryException.of(FailureKind.NODE_LOST, "another node leads job " + job.id()));
            return Future.succeededFuture();
        }
        if (leading != null) {
            leading.look(job);
            return Future.succeededFuture();
        }
        return store.leases().take(job.id()).compose(taking -> {
            if (taking != Leases.Taking.TAKEN) {
                return Future.succeededFuture();
            }
            if (closed) {
                return store.leases().release(job.id());
            }
            JobLead lead = new JobLead(vertx, job.id(), store, sides, () -> signal.accept(job.id()), this::look);
            leads.put(job.id(), lead);
            // It may have gone on since it was looked at.
            return store.find(job.id()).map(now -> {
                now.filter(found -> !found.state().isEnd()).ifPresent(lead::look);
                return null;
            });
        });
    }

    private JobWork work(SyncJob job) {
        return new JobWork(
                vertx,
                job.request(),
                store,
                new ImageCopies(registries, config, job.request()),
                config.sync().concurrency(),
                () -> signal.accept(job.id()));
    }

    /** Takes nothing more, lets what is under way finish for the drain timeout, and gives the rest to other nodes. */
    public Future<Void> close() {
        closed = true;
        if (timer == -1) {
            return Future.succeededFuture();
        }
        schedules.close();
        giveLeadsBack();
        long drainMs = Math.max(1, config.operations().drainTimeoutMs());
        long late = vertx.setTimer(drainMs, id -> stop());
        // A request that hangs takes its own time to end.
        Promise<Void> ended = Promise.promise();
        long tooLate = vertx.setTimer(drainMs + STOP_GRACE_MS, id -> ended.tryComplete());
        Future.join(works.values().stream().map(JobWork::close).toList()).onComplete(done -> ended.tryComplete());
        return ended.future()
                .compose(done -> {
                    vertx.cancelTimer(late);
                    vertx.cancelTimer(tooLate);
                    vertx.cancelTimer(timer);
                    stop();
                    return store.leases().releaseAll();
                })
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** To be led on by others at once: only copies are worth to be waited for. */
    private void giveLeadsBack() {
        leads.forEach((id, lead) -> {
            lead.stop(shuttingDown());
            store.leases().release(id).onComplete(given -> signal.accept(id));
        });
        leads.clear();
    }

    private void stop() {
        works.values().forEach(work -> work.stop(shuttingDown()));
    }

    private static RegistryException shuttingDown() {
        return RegistryException.of(FailureKind.SHUTTING_DOWN, "the toolkit of this node is being undeployed");
    }
}
