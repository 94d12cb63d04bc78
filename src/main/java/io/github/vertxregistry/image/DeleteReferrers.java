package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.model.CosignTags;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ReferrersTags;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes what refers to a manifest, and before each what refers to that: by the referrers API or the referrers tag, which goes
 * then, and by the tags of cosign. Belongs to the context that runs it.
 */
final class DeleteReferrers {
    private static final int MOST = 1_000;
    private static final int AT_ONCE = 4;

    private final ManifestsEndpoint manifests;
    private final Registry registry;
    private final String repository;
    private final Task task;
    private final Set<Digest> visited = new HashSet<>();
    private final List<Digest> found = new ArrayList<>();
    private final List<Digest> gone = new ArrayList<>();

    DeleteReferrers(Registry registry, String repository, Task task) {
        this.registry = registry;
        this.repository = repository;
        this.manifests = registry.manifests(repository);
        this.task = task;
    }

    /** Succeeds with what went; fails with {@code LIMIT_EXCEEDED}, before anything is deleted, where there is more than 1,000. */
    Future<List<Digest>> of(Digest image) {
        visited.add(image);
        return gather(List.of(image))
                .compose(done -> {
                    // The last that was found refers to none of those before it.
                    List<Digest> lastFirst = new ArrayList<>(found);
                    Collections.reverse(lastFirst);
                    return InOrder.each(lastFirst, this::delete);
                })
                .map(done -> gone);
    }

    /** A list may lead in a circle, whatever it should: each manifest is looked at once. */
    private Future<Void> gather(List<Digest> subjects) {
        if (subjects.isEmpty()) {
            return Future.succeededFuture();
        }
        return Parallel.run(subjects, AT_ONCE, task, this::referrers).compose(lists -> {
            List<Digest> next =
                    lists.stream().flatMap(List::stream).filter(visited::add).toList();
            found.addAll(next);
            if (found.size() > MOST) {
                throw RegistryException.of(
                                FailureKind.LIMIT_EXCEEDED,
                                registry.origin().authority() + "/" + repository + ": more than " + MOST
                                        + " manifests refer to the image")
                        .withHint("nothing was deleted; delete some of them by their digests first");
            }
            return gather(next);
        });
    }

    /** The tag that lists them first, so that it goes last: until then they can be found again. */
    private Future<List<Digest>> referrers(Digest subject, Task part) {
        List<Digest> all = new ArrayList<>();
        return registry.during(part)
                .referrers(repository)
                .all(subject, null)
                .compose(page -> (page.isByApi() ? Future.<Void>succeededFuture() : add(ReferrersTags.of(subject), all))
                        .compose(done ->
                                InOrder.each(page.referrers(), each -> addReferrer(each.digest(), subject, all))))
                .compose(done -> InOrder.each(CosignTags.of(subject), tag -> add(tag, all)))
                .map(done -> all);
    }

    /** Anyone who can write a referrers tag can enter in it what refers to nothing: that stays. */
    private Future<Void> addReferrer(Digest referrer, Digest subject, List<Digest> all) {
        return manifests
                .get(referrer.toString())
                .map(Optional::of)
                .recover(DeleteReferrers::unlessGone)
                .map(there -> {
                    if (there.filter(each -> each.refersTo(subject)).isPresent()) {
                        all.add(referrer);
                    } else if (there.isPresent()) {
                        task.warn(referrer + " is listed among the referrers of " + subject
                                + ", to which it does not refer: it stays");
                    }
                    return null;
                });
    }

    /** Another one, or the registry itself, may have been quicker. */
    private static <T> Future<Optional<T>> unlessGone(Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(cause);
    }

    private Future<Void> add(String tag, List<Digest> all) {
        return manifests.find(tag).map(there -> {
            there.map(Descriptor::digest).ifPresent(all::add);
            return null;
        });
    }

    private Future<Void> delete(Digest digest) {
        task.check();
        return manifests
                .delete(digest.toString())
                .onSuccess(done -> gone.add(digest))
                .map(Optional.of(digest))
                .recover(DeleteReferrers::unlessGone)
                .mapEmpty();
    }
}
