package io.github.vertxregistry.sync;

import io.github.vertxregistry.cluster.Quorum;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.registry.Registries;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
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
 * A node's part in all jobs: it leads those that nobody leads, and takes steps of all. It looks with every beat, and at once where a
 * signal says that something has changed. Belongs to one context.
 */
public final class SyncNode {
    private static final Logger LOG = LoggerFactory.getLogger(SyncNode.class);
    private static final int MISSED_BEATS = 5;

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

    /**
     * Opens the maps; succeeds with what answers for the jobs, which is all that a node does that changes nothing. Fails where a
     * schedule is wrong.
     */
    public Future<Jobs> open() {
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
                    Jobs jobs = new Jobs(store, sides, config.sync().retainMs(), signal);
                    if (config.operations().changes()) {
                        schedules = new Schedules(vertx, configured, store, jobs::start);
                        timer = vertx.setPeriodic(beatMs, id -> beat());
                        schedules.open();
                        look();
                    }
                    return jobs;
                });
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
