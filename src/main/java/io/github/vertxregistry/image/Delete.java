package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.DeleteImageRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Deletes an image and nothing that was not asked for: by tag the tag alone; where the registry only deletes a digest, and
 * other tags share it, nothing at all unless all tags may go.
 */
public final class Delete {
    private static final int AT_ONCE = 4;
    private static final Set<FailureKind> NO_LIST =
            EnumSet.of(FailureKind.NOT_FOUND, FailureKind.UNSUPPORTED, FailureKind.DENIED);

    private final Registry registry;
    private final DeleteImageRequest request;
    private final ManifestsEndpoint manifests;
    private final Function<List<String>, Future<Boolean>> along;
    private final Task task;

    /** Prepares the deletion at that registry. */
    public Delete(Registry registry, DeleteImageRequest request, Task task) {
        this(registry, request, others -> Future.succeededFuture(request.allTags()), task);
    }

    /** Prepares it; {@code along} tells whether the other tags may go, too, that share a digest which alone can be deleted. */
    public Delete(
            Registry registry, DeleteImageRequest request, Function<List<String>, Future<Boolean>> along, Task task) {
        this.along = along;
        this.registry = registry;
        this.request = request;
        this.manifests = registry.manifests(request.repository());
        this.task = task;
    }

    /**
     * Deletes; fails with {@code NOT_FOUND}, {@code UNSUPPORTED} (deletion is off), {@code CONFLICT} (other tags share the
     * digest).
     *
     * <p>What refers to the image goes first: where that fails the image is still there to be deleted again.
     */
    public Future<DeleteImageReply> run() {
        return manifests.find(request.reference()).compose(found -> {
            Digest digest = found.orElseThrow(this::notFound).digest();
            if (Names.isDigest(request.reference())) {
                return byDigest(Digest.of(request.reference()));
            }
            // What refers to an image refers to its digest, which other tags may share.
            return request.referrers() ? unlessShared(digest, request.reference()) : byTag(digest);
        });
    }

    private Future<DeleteImageReply> byTag(Digest digest) {
        String tag = request.reference();
        return manifests
                .delete(tag)
                .map(done -> new DeleteImageReply(digest, false, List.of(tag), List.of()))
                .recover(cause -> onlyByDigest(cause) ? unlessShared(digest, tag) : Future.failedFuture(cause));
    }

    /** Distribution before 3 answers 400 to a tag, others 405. */
    private static boolean onlyByDigest(Throwable cause) {
        return cause instanceof RegistryException failure && (failure.status() == 400 || failure.status() == 405);
    }

    private Future<DeleteImageReply> unlessShared(Digest digest, String tag) {
        return tagsOf(digest).compose(tags -> {
            List<String> others =
                    tags.stream().filter(other -> !other.equals(tag)).toList();
            Future<Boolean> mayGo = others.isEmpty() ? Future.succeededFuture(true) : along.apply(others);
            return mayGo.compose(may -> may ? delete(digest, tags) : Future.failedFuture(conflict(tag, others)));
        });
    }

    private RegistryException conflict(String tag, List<String> others) {
        return RegistryException.of(FailureKind.CONFLICT, shared(tag) + String.join(", ", others))
                .withHint("nothing was deleted; --all-tags (allTags) deletes all of them");
    }

    private String shared(String tag) {
        String image = request.repository() + ":" + tag;
        return request.referrers()
                ? "what refers to " + image + " goes with its digest alone, which these tags share: "
                : registry.origin().authority() + " can only delete the digest of " + image
                        + ", which these tags share: ";
    }

    private Future<DeleteImageReply> byDigest(Digest digest) {
        // The tags go into the reply alone: where they cannot be listed, the digest goes all the same.
        return tagsOf(digest)
                .recover(cause ->
                        hasNoList(cause) ? Future.succeededFuture(List.<String>of()) : Future.failedFuture(cause))
                .compose(tags -> delete(digest, tags));
    }

    private static boolean hasNoList(Throwable cause) {
        return cause instanceof RegistryException failure && NO_LIST.contains(failure.kind());
    }

    private Future<DeleteImageReply> delete(Digest digest, List<String> tags) {
        Future<List<Digest>> referrers = request.referrers()
                ? new DeleteReferrers(registry, request.repository(), task).of(digest)
                : Future.succeededFuture(List.of());
        return referrers.compose(
                gone -> manifests.remove(digest).map(done -> new DeleteImageReply(digest, true, tags, gone)));
    }

    /** No registry tells which tags a digest has: each is asked for its own. */
    private Future<List<String>> tagsOf(Digest digest) {
        return registry.tags(request.repository())
                .all()
                .compose(tags -> Parallel.run(tags, AT_ONCE, task, (tag, part) -> registry.during(part)
                        .manifests(request.repository())
                        .find(tag)
                        .map(found ->
                                found.filter(m -> m.digest().equals(digest)).map(m -> tag))))
                .map(found -> found.stream().flatMap(Optional::stream).sorted().toList());
    }

    private RegistryException notFound() {
        return RegistryException.of(
                        FailureKind.NOT_FOUND,
                        registry.origin().authority() + " has no image " + request.repository()
                                + Names.at(request.reference()))
                .withHint("list what there is with tags " + registry.origin().authority() + "/" + request.repository());
    }
}
