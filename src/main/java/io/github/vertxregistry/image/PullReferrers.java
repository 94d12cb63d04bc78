package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.CosignTags;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Finds what refers to an image that is pulled, and to that in turn: by the referrers API or the referrers tag, and by cosign's tags. Of
 * all of it manifests alone are read. Belongs to the context that runs it.
 */
final class PullReferrers {
    private static final int AT_ONCE = 4;

    private final Registry registry;
    private final String repository;
    private final Sources sources;
    private final LongConsumer counted;
    private final Task task;
    private final List<Manifest> referrers = new ArrayList<>();
    private final List<PulledTree.Signed> signed = new ArrayList<>();
    private final Set<Digest> seen = new HashSet<>();
    private final Deque<Digest> subjects = new ArrayDeque<>();

    /** Prepares the search; each document's bytes are told of, and a refusal of them ends it. */
    PullReferrers(Registry registry, String repository, LongConsumer counted, Task task) {
        this.registry = registry;
        this.repository = repository;
        this.sources = registry.sources(repository);
        this.counted = counted;
        this.task = task;
    }

    /** Returns the manifests that refer to something, and those that they list. */
    List<Manifest> referrers() {
        return referrers;
    }

    /** Returns what cosign's tags name. */
    List<PulledTree.Signed> signed() {
        return signed;
    }

    /** Finds what refers to an image's manifests. What is listed and not whole is left out with a warning. */
    Future<Void> find(List<Manifest> image) {
        for (Manifest manifest : image) {
            seen.add(manifest.digest());
            subjects.add(manifest.digest());
        }
        return Repeat.whilst(subjects, left -> !left.isEmpty(), left -> of(left.poll())
                        .map(left))
                .mapEmpty();
    }

    private Future<Void> of(Digest subject) {
        return registry.referrers(repository)
                .all(subject, null)
                .compose(page -> listed(subject, page.referrers()))
                .compose(done -> tagged(subject));
    }

    private Future<Void> listed(Digest subject, List<Descriptor> found) {
        List<Descriptor> unseen =
                found.stream().filter(each -> !seen.contains(each.digest())).toList();
        return Parallel.run(unseen, AT_ONCE, task, (each, part) -> listed(subject, each.digest()))
                .map(wholes -> {
                    // In an order that does not depend on which answer came first.
                    wholes.stream()
                            .filter(whole -> !whole.isEmpty())
                            .sorted(Comparator.comparing(
                                    whole -> whole.get(0).digest().toString()))
                            .forEach(this::add);
                    return null;
                });
    }

    /** Succeeds with nothing where it was deleted by somebody who did not keep the tag, or refers to something else. */
    private Future<List<Manifest>> listed(Digest subject, Digest referrer) {
        return whole(referrer)
                .map(whole ->
                        whole.get(0).refersTo(subject) ? whole : leftOut(referrer, subject, "it does not refer to it"))
                .recover(cause -> {
                    if (cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND) {
                        seen.add(referrer);
                        return Future.succeededFuture(leftOut(referrer, subject, failure.getMessage()));
                    }
                    return Future.failedFuture(cause);
                });
    }

    private List<Manifest> leftOut(Digest referrer, Digest subject, String why) {
        task.warn(registry.origin().authority() + "/" + repository + " lists " + referrer + " among the referrers of "
                + subject + ", and it is left out: " + why);
        return List.of();
    }

    /** Succeeds with a manifest, and with all that it lists behind it. */
    private Future<List<Manifest>> whole(Digest digest) {
        List<Manifest> whole = new ArrayList<>();
        Set<Digest> own = new HashSet<>(Set.of(digest));
        Deque<Digest> waiting = new ArrayDeque<>(List.of(digest));
        return Repeat.whilst(waiting, left -> !left.isEmpty(), left -> sources.manifest(
                                left.poll().toString())
                        .map(manifest -> {
                            counted.accept(manifest.size());
                            whole.add(manifest);
                            manifest.manifests().stream()
                                    .filter(child -> MediaType.MANIFESTS.contains(child.mediaType()))
                                    .map(Descriptor::digest)
                                    .filter(own::add)
                                    .forEach(left::add);
                            return left;
                        }))
                .map(whole);
    }

    private void add(List<Manifest> whole) {
        for (Manifest manifest : whole) {
            if (seen.add(manifest.digest())) {
                referrers.add(manifest);
                subjects.add(manifest.digest());
            }
        }
    }

    /** What cosign's tags name is kept under them, and refers to nothing that could be signed in its turn. */
    private Future<Void> tagged(Digest subject) {
        return Parallel.run(CosignTags.of(subject), AT_ONCE, task, (tag, part) -> tagged(tag))
                .map(found -> {
                    found.stream().flatMap(Optional::stream).forEach(signed::add);
                    return null;
                });
    }

    private Future<Optional<PulledTree.Signed>> tagged(String tag) {
        return registry.manifests(repository)
                .find(tag)
                .compose(there -> there.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : whole(there.get().digest()).map(whole -> {
                            add(whole.subList(1, whole.size()));
                            return Optional.of(new PulledTree.Signed(tag, whole.get(0)));
                        }));
    }
}
