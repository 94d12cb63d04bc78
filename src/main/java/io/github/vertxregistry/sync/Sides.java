package io.github.vertxregistry.sync;

import io.github.vertxregistry.cluster.Quorum;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.Delete;
import io.github.vertxregistry.image.Parallel;
import io.github.vertxregistry.message.DeleteImageRequest;
import io.github.vertxregistry.message.SyncFailure;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The two registries of a job, as its lead sees them: what they have, and what has vanished. */
final class Sides {
    private static final int DELETIONS_AT_ONCE = 4;
    private static final long FIRST_WAIT_MS = 1_000;

    private final Registries registries;
    private final ToolkitConfig config;
    private final Quorum quorum;

    /**
     * What was deleted.
     *
     * @param of how many there were to delete
     * @param deleted what is gone
     * @param failures what is not, and why
     * @param refused why nothing more was deleted, or null
     */
    record Deletion(int of, List<Tagged> deleted, List<SyncFailure> failures, String refused) {
        /** Returns whether some were left out, since the job was paused. */
        boolean isToGoOn() {
            return refused == null && deleted.size() + failures.size() < of;
        }

        boolean isWhole() {
            return failures.isEmpty() && refused == null;
        }
    }

    Sides(Registries registries, ToolkitConfig config, Quorum quorum) {
        this.registries = registries;
        this.config = config;
        this.quorum = quorum;
    }

    /** Fails as the job would, before there is one. */
    void check(SyncRequest request) {
        SyncRule.of(request);
        Task task = Task.unwatched();
        Registry source = registries.find(request.source(), task);
        Registry target = registries.find(request.target(), task);
        if (source.origin().equals(target.origin()) && request.prefix() == null) {
            throw RegistryException.badField("target", "is the source: " + source.origin() + " without a prefix");
        }
        if (request.deleteVanished() && !request.dryRun()) {
            quorum.check();
        }
    }

    /** Fails, besides, as {@link #check} does: the node that was asked for the job may know other registries. */
    Future<Plan> plan(SyncRequest request, Task task) {
        return Future.succeededFuture().compose(start -> new Planner(
                        registries.find(request.source(), task), registries.find(request.target(), task), request, task)
                .plan());
    }

    int tries(SyncRequest request) {
        return request.tries() == null ? config.sync().tries() : request.tries();
    }

    /** Returns how long to wait before a copy that has failed so often is tried again. */
    long waitMs(int attempt) {
        return Math.min(config.http().retry().maxWaitMs(), FIRST_WAIT_MS << (attempt - 1));
    }

    /**
     * Deletes tags of the target, as long as most of the cluster is there, and begins none while the job is paused; succeeds with what
     * was done until it was over or broken off.
     */
    Future<Deletion> delete(SyncRequest request, List<Tagged> vanished, BooleanSupplier paused, Task task) {
        Set<String> names = vanished.stream().map(Tagged::toString).collect(Collectors.toSet());
        List<Tagged> deleted = new ArrayList<>();
        List<SyncFailure> failures = new ArrayList<>();
        return Parallel.run(
                        vanished,
                        DELETIONS_AT_ONCE,
                        task,
                        (image, part) -> paused.getAsBoolean()
                                ? Future.<Void>succeededFuture()
                                : quorum.demand().compose(there -> delete(request, image, names, part)
                                        .onSuccess(done -> deleted.add(image))
                                        .recover(cause -> noted(image, cause, failures, part))))
                .map(done -> new Deletion(vanished.size(), deleted, failures, null))
                .otherwise(cause -> new Deletion(vanished.size(), deleted, failures, cause.getMessage()));
    }

    private static Future<Void> noted(Tagged image, Throwable cause, List<SyncFailure> failures, Task part) {
        if (part.isStopped()) {
            return Future.failedFuture(cause);
        }
        failures.add(Failed.of(image.toString(), cause));
        return Future.succeededFuture();
    }

    /** What is gone already was deleted by who led the job before, or with another tag of its digest. */
    private Future<Void> delete(SyncRequest request, Tagged image, Set<String> vanished, Task task) {
        DeleteImageRequest one =
                DeleteImageRequest.of(image.repository(), image.tag()).to(request.target());
        String original = SyncRule.of(request).atSource(image.repository()).orElseThrow();
        ManifestsEndpoint source = registries.find(request.source(), task).manifests(original);
        return source.find(image.tag())
                .compose(back -> back.isPresent()
                        // A job may take long.
                        ? Future.failedFuture(RegistryException.of(
                                FailureKind.CONFLICT, "the source has it again: it was not deleted"))
                        : new Delete(
                                        registries.find(request.target(), task),
                                        one,
                                        tags -> haveVanished(image.repository(), tags, vanished, source, task),
                                        task)
                                .run())
                .<Void>mapEmpty()
                .recover(cause -> cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause));
    }

    /** Some registries only delete a digest: tags that are to be deleted as well are no reason to keep it. */
    private static Future<Boolean> haveVanished(
            String repository, List<String> tags, Set<String> vanished, ManifestsEndpoint source, Task task) {
        if (!tags.stream().map(tag -> repository + ":" + tag).allMatch(vanished::contains)) {
            return Future.succeededFuture(false);
        }
        return Parallel.run(tags, DELETIONS_AT_ONCE, task, (tag, part) -> source.find(tag))
                .map(found -> found.stream().allMatch(Optional::isEmpty));
    }
}
