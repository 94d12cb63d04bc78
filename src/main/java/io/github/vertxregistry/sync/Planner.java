package io.github.vertxregistry.sync;

import io.github.vertxregistry.blob.AtTarget;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.SyncFailure;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ReferrersTags;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out what a job has to do, by lists and HEADs alone: a tag that the target lacks costs no request of its own, one that
 * both have a HEAD at either. Belongs to the context that runs it.
 */
final class Planner {
    private static final int REPOSITORIES_AT_ONCE = 8;
    private static final int TAGS_AT_ONCE = 8;
    private static final int MOST_IMAGES = 200_000;

    private final Registry source;
    private final Registry target;
    private final SyncRequest request;
    private final SyncRule rule;
    private final Task task;
    private int chosen;

    /** What a repository takes. */
    private record Part(int found, List<Tagged> copies, List<Tagged> vanished, SyncFailure failure) {
        Part failing(SyncFailure also) {
            return new Part(found, copies, vanished, also);
        }
    }

    Planner(Registry source, Registry target, SyncRequest request, Task task) {
        this.source = source.during(task);
        this.target = target.during(task);
        this.request = request;
        this.rule = SyncRule.of(request);
        this.task = task;
    }

    /**
     * Plans; fails with {@code NOT_FOUND} where no repository is chosen, {@code UNSUPPORTED} and the like where repositories are
     * described and the registry has no list of them, {@code LIMIT_EXCEEDED}.
     */
    Future<Plan> plan() {
        return repositories()
                .compose(names -> Parallel.run(names, REPOSITORIES_AT_ONCE, task, (name, part) -> look(name))
                        .compose(parts -> vanishedRepositories(names).map(gone -> {
                            parts.addAll(gone);
                            return plan(parts);
                        })));
    }

    private static Plan plan(List<Part> parts) {
        int found = 0;
        List<Tagged> copies = new ArrayList<>();
        List<Tagged> vanished = new ArrayList<>();
        List<SyncFailure> failures = new ArrayList<>();
        for (Part part : parts) {
            found += part.found();
            copies.addAll(part.copies());
            vanished.addAll(part.vanished());
            if (part.failure() != null) {
                failures.add(part.failure());
            }
        }
        return new Plan(found, copies, vanished, failures);
    }

    private Future<Set<String>> repositories() {
        Set<String> names = new TreeSet<>(rule.named());
        if (!rule.describes()) {
            return Future.succeededFuture(names);
        }
        return source.catalog().all().map(all -> {
            all.stream().filter(rule::wants).filter(name -> !isOwnWork(name)).forEach(names::add);
            if (names.isEmpty()) {
                throw RegistryException.of(
                                FailureKind.NOT_FOUND,
                                source.origin().authority() + " has no repository that fits "
                                        + String.join(", ", request.images()))
                        .withHint("list what there is with repos "
                                + source.origin().authority());
            }
            return names;
        });
    }

    /** Within one registry the copies of a job fit its own patterns: they would be copied behind the prefix again and again. */
    private boolean isOwnWork(String name) {
        return request.prefix() != null
                && source.origin().equals(target.origin())
                && name.startsWith(request.prefix() + "/");
    }

    /** One that cannot be looked at is told of, and the others are looked at all the same. */
    private Future<Part> look(String repository) {
        return Future.join(source.tags(repository).all(), targetTags(rule.atTarget(repository)))
                .compose(lists -> compare(repository, wanted(repository, lists.resultAt(0)), lists.resultAt(1))
                        .map(part -> part.failing(missing(repository, lists.resultAt(0)))))
                .recover(cause -> task.isStopped() || chosen > MOST_IMAGES
                        ? Future.failedFuture(cause)
                        : Future.succeededFuture(new Part(
                                0,
                                List.of(),
                                List.of(),
                                Failed.of(source.origin().authority() + "/" + repository, cause))));
    }

    /** A tag that is named is there, or it is a failure; where what has vanished is deleted it may have. */
    private SyncFailure missing(String repository, List<String> tags) {
        List<String> missing = new ArrayList<>(request.deleteVanished() ? List.of() : rule.namedTags(repository));
        missing.removeAll(new HashSet<>(tags));
        String name = source.origin().authority() + "/" + repository;
        return missing.isEmpty()
                ? null
                : Failed.of(
                        name,
                        RegistryException.of(
                                FailureKind.NOT_FOUND, name + " has no tag " + String.join(", ", missing)));
    }

    private List<String> wanted(String repository, List<String> tags) {
        List<String> wanted =
                tags.stream().filter(tag -> rule.wants(repository, tag)).toList();
        count(wanted.size());
        return wanted;
    }

    /** What is kept of a job in the cluster has an end. */
    private void count(int more) {
        chosen += more;
        if (chosen > MOST_IMAGES) {
            throw RegistryException.of(FailureKind.LIMIT_EXCEEDED, "more than " + MOST_IMAGES + " images are chosen")
                    .withHint("choose fewer in a job, by repositories or tags");
        }
    }

    private Future<List<String>> targetTags(String repository) {
        return target.tags(repository)
                .all()
                .recover(cause -> isNotFound(cause) ? Future.succeededFuture(List.of()) : Future.failedFuture(cause));
    }

    private static boolean isNotFound(Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND;
    }

    private Future<Part> compare(String repository, List<String> wanted, List<String> there) {
        Set<String> has = new HashSet<>(there);
        List<Tagged> vanished = request.deleteVanished() ? vanished(repository, wanted, there) : List.of();
        return Parallel.run(wanted, TAGS_AT_ONCE, task, (tag, part) -> differs(repository, tag, has.contains(tag), part)
                        .map(differs -> differs
                                ? Optional.of(new Tagged(repository, tag, known(tag, has)))
                                : Optional.<Tagged>empty()))
                .map(copies -> new Part(
                        wanted.size(), copies.stream().flatMap(Optional::stream).toList(), vanished, null));
    }

    private static AtTarget known(String tag, Set<String> there) {
        if (there.contains(tag)) {
            return AtTarget.UNKNOWN;
        }
        return there.isEmpty() ? AtTarget.NO_REPOSITORY : AtTarget.NO_TAG;
    }

    /** A tag that lists referrers is the target's own, where the source has an API for them and no such tag. */
    private List<Tagged> vanished(String repository, List<String> wanted, List<String> there) {
        Set<String> atSource = new HashSet<>(wanted);
        return vanished(
                repository,
                there.stream()
                        .filter(tag -> !atSource.contains(tag) && !ReferrersTags.is(tag))
                        .toList());
    }

    private List<Tagged> vanished(String repository, List<String> gone) {
        List<Tagged> vanished = gone.stream()
                .filter(tag -> rule.wants(repository, tag))
                .map(tag -> new Tagged(rule.atTarget(repository), tag))
                .toList();
        count(vanished.size());
        return vanished;
    }

    /** A choice of platforms has a digest of its own, and what refers to an image no part in its digest: a copy looks itself. */
    private Future<Boolean> differs(String repository, String tag, boolean there, Task part) {
        if (!there || !request.platforms().isEmpty() || request.referrers()) {
            return Future.succeededFuture(true);
        }
        return Future.join(
                        source.during(part).manifests(repository).find(tag),
                        target.during(part).manifests(rule.atTarget(repository)).find(tag))
                .map(heads -> !digest(heads.resultAt(0)).equals(digest(heads.resultAt(1))));
    }

    private static Optional<Digest> digest(Optional<Descriptor> head) {
        return head.map(Descriptor::digest);
    }

    /**
     * Whole repositories that the source has no more: only described ones, since one that is named and not found may be one
     * that we may not see.
     */
    private Future<List<Part>> vanishedRepositories(Set<String> present) {
        if (!request.deleteVanished() || !rule.describes()) {
            return Future.succeededFuture(List.of());
        }
        return target.catalog().all().compose(all -> {
            List<String> gone = all.stream()
                    .filter(name -> rule.atSource(name)
                            .filter(original -> rule.wants(original) && !present.contains(original))
                            .isPresent())
                    .toList();
            return Parallel.run(gone, REPOSITORIES_AT_ONCE, task, (name, part) -> gone(name));
        });
    }

    private Future<Part> gone(String name) {
        String original = rule.atSource(name).orElseThrow();
        return targetTags(name).map(tags -> new Part(0, List.of(), vanished(original, tags), null));
    }
}
