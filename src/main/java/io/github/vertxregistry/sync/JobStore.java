package io.github.vertxregistry.sync;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All jobs, their steps and results, in maps that the cluster shares; in a lone Vert.x they are its own. A job that has ended
 * keeps its report alone, for so long as reports are kept.
 */
final class JobStore {
    /** What nobody fetches goes by itself some day. */
    private static final long LONGEST_MS = 30L * 24 * 3_600_000;

    private static final int MOST_ENDED = 400;

    private final SharedMap<SyncJob> jobs;
    private final SharedMap<SyncJob> ended;
    private final SharedMap<Step> steps;
    private final SharedMap<StepResult> results;
    private final Leases leases;
    private final long retainMs;

    private JobStore(List<AsyncMap<String, String>> maps, String owner, long leaseMs, long retainMs) {
        this.jobs = new SharedMap<>(maps.get(0), SyncJob.class);
        this.ended = new SharedMap<>(maps.get(1), SyncJob.class);
        this.steps = new SharedMap<>(maps.get(2), Step.class);
        this.results = new SharedMap<>(maps.get(3), StepResult.class);
        this.leases = new Leases(maps.get(4), owner, leaseMs);
        this.retainMs = retainMs;
    }

    static Future<JobStore> open(Vertx vertx, String prefix, String owner, long leaseMs, long retainMs) {
        List<Future<AsyncMap<String, String>>> opened = new ArrayList<>();
        for (String name : List.of("jobs", "ended", "steps", "results", "leases")) {
            opened.add(vertx.sharedData().getAsyncMap(prefix + ".sync." + name));
        }
        return Future.all(opened).map(all -> new JobStore(all.list(), owner, leaseMs, retainMs));
    }

    Leases leases() {
        return leases;
    }

    /** Adds a job; returns the one of that id that is there already, or has been. */
    Future<Optional<SyncJob>> add(SyncJob job) {
        return ended.get(job.id())
                .compose(before ->
                        before.isPresent() ? Future.succeededFuture(before) : jobs.putIfAbsent(job.id(), job));
    }

    /** Returns the jobs that have not ended. */
    Future<List<SyncJob>> active() {
        return jobs.values();
    }

    /** Returns all jobs without the lists of their reports. */
    Future<List<SyncJob>> all() {
        return Future.all(jobs.each(SyncJob::brief), ended.each(SyncJob::brief)).map(both -> {
            List<SyncJob> all = new ArrayList<>(both.<List<SyncJob>>resultAt(0));
            all.addAll(both.<List<SyncJob>>resultAt(1));
            return all;
        });
    }

    Future<Optional<SyncJob>> find(String jobId) {
        return jobs.get(jobId).compose(job -> job.isPresent() ? Future.succeededFuture(job) : ended.get(jobId));
    }

    Future<Optional<SyncJob>> update(String jobId, UnaryOperator<SyncJob> change) {
        return jobs.update(jobId, change);
    }

    /**
     * Keeps the report, and nothing else; one that has ended already keeps its own: who comes late does not see any more what was
     * done. The report is there before the job is gone, so that it is always to be found.
     */
    Future<Void> end(SyncJob job) {
        return jobs.get(job.id()).compose(there -> there.isPresent() ? keepReport(job) : Future.succeededFuture());
    }

    private Future<Void> keepReport(SyncJob job) {
        return ended.put(job.id(), job, retainMs)
                .compose(done -> jobs.remove(job.id()))
                .compose(done -> forgetOldest())
                .compose(done -> Future.join(
                        steps.removeUnder(job.id() + "/"),
                        results.removeUnder(job.id() + "/"),
                        leases.removeUnder(job.id() + "/")))
                .mapEmpty();
    }

    private Future<Void> forgetOldest() {
        return ended.size()
                .compose(count -> count <= MOST_ENDED
                        ? Future.succeededFuture()
                        : ended.each(SyncJob::brief)
                                .compose(all -> Future.join(all.stream()
                                        .sorted(Comparator.comparingLong(SyncJob::endedAt)
                                                .reversed())
                                        .skip(MOST_ENDED * 3 / 4)
                                        .map(job -> ended.remove(job.id()))
                                        .toList()))
                                .mapEmpty());
    }

    static String round(String jobId, int round) {
        return jobId + "/" + round + "/";
    }

    static String key(String jobId, int round, int index) {
        return round(jobId, round) + index;
    }

    private static String vanishedKey(String jobId) {
        return jobId + "/vanished";
    }

    Future<Void> putSteps(String jobId, int round, List<Step> all) {
        List<Future<Void>> puts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            puts.add(steps.put(key(jobId, round, i), all.get(i), LONGEST_MS));
        }
        return Future.all(puts).mapEmpty();
    }

    Future<Optional<Step>> step(String key) {
        return steps.get(key);
    }

    Future<Void> putVanished(String jobId, List<Tagged> vanished) {
        return steps.put(vanishedKey(jobId), new Step(vanished), LONGEST_MS);
    }

    Future<List<Tagged>> vanished(String jobId) {
        return steps.get(vanishedKey(jobId)).map(step -> step.map(Step::images).orElse(List.of()));
    }

    /** The first counts: who does a step again finds there what the first has copied. */
    Future<Void> putResult(String key, StepResult result) {
        return results.putIfAbsent(key, result, LONGEST_MS);
    }

    Future<Map<String, StepResult>> results(String jobId, int round) {
        return results.under(round(jobId, round));
    }
}
