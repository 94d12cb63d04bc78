package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.TagImageReply;
import io.github.vertxregistry.message.TagImageReply.Tagged;
import io.github.vertxregistry.message.TagImageRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives an image more tags by its manifest alone, byte for byte: no blob is read or sent. A tag that has the digest already
 * is not written, so that the same can be asked for again where tags may not be moved.
 */
public final class Tagging {
    private static final int AT_ONCE = 4;

    private final Registry registry;
    private final TagImageRequest request;
    private final ManifestsEndpoint manifests;
    private final Task task;
    private final Map<String, Digest> previous = new HashMap<>();
    private final List<String> written = new ArrayList<>();

    /** Prepares the tags at that registry. */
    public Tagging(Registry registry, TagImageRequest request, Task task) {
        this.registry = registry;
        this.request = request;
        this.manifests = registry.manifests(request.repository());
        this.task = task;
    }

    /**
     * Writes the tags one after the other; fails with {@code NOT_FOUND} where there is no such image, with {@code CONFLICT}
     * before anything is written where only new tags are wanted and one is not, and with {@code TAG_IMMUTABLE} where the registry
     * lets none be moved: the message then names the tags that were written before.
     */
    public Future<TagImageReply> run() {
        return manifests
                .find(request.reference())
                .map(found -> found.orElseThrow(this::notFound))
                .compose(image -> present().compose(done -> write(image)));
    }

    private Future<Void> present() {
        return Parallel.run(request.tags(), AT_ONCE, task, (tag, part) -> registry.during(part)
                        .manifests(request.repository())
                        .find(tag)
                        .onSuccess(found -> found.ifPresent(m -> previous.put(tag, m.digest()))))
                .mapEmpty();
    }

    private Future<TagImageReply> write(Descriptor image) {
        List<String> wanted = request.tags().stream()
                .filter(tag -> !image.digest().equals(previous.get(tag)))
                .toList();
        checkOnlyNew(wanted);
        return wanted.isEmpty()
                ? Future.succeededFuture(reply(image))
                // By its digest: a tag could have moved since it was looked up.
                : manifests
                        .get(image.digest().toString())
                        .compose(manifest -> writeAll(manifest, wanted))
                        .map(done -> reply(image));
    }

    private void checkOnlyNew(List<String> wanted) {
        List<String> taken = wanted.stream().filter(previous::containsKey).toList();
        if (request.onlyNew() && !taken.isEmpty()) {
            throw RegistryException.of(
                            FailureKind.CONFLICT,
                            registry.origin().authority() + "/" + request.repository() + " has other images under "
                                    + String.join(", ", taken))
                    .withHint("nothing was written; without --only-new (onlyNew) these tags are moved");
        }
    }

    private Future<Void> writeAll(Manifest manifest, List<String> tags) {
        Future<Void> last = Future.succeededFuture();
        for (String tag : tags) {
            last = last.compose(done -> {
                        task.check();
                        return manifests.put(tag, manifest.mediaType(), manifest.content());
                    })
                    .onSuccess(done -> written.add(tag))
                    .mapEmpty();
        }
        return last.recover(cause -> Future.failedFuture(withWritten(cause)));
    }

    private Throwable withWritten(Throwable cause) {
        if (written.isEmpty() || !(cause instanceof RegistryException failure)) {
            return cause;
        }
        return RegistryException.of(
                        failure.kind(), failure.getMessage() + "; written before that: " + String.join(", ", written))
                .withAnswer(failure.status(), failure.errors())
                .withHint(failure.hint().orElse(null))
                .withRetry(failure.retryable(), failure.retryAfterMs())
                .withCause(failure);
    }

    private TagImageReply reply(Descriptor image) {
        List<Tagged> tags = request.tags().stream()
                .map(tag -> new Tagged(tag, written.contains(tag), previous.get(tag)))
                .toList();
        return new TagImageReply(image.digest(), image.mediaType(), tags);
    }

    private RegistryException notFound() {
        return RegistryException.of(
                        FailureKind.NOT_FOUND,
                        registry.origin().authority() + " has no image " + request.repository()
                                + Names.at(request.reference()))
                .withHint("list what there is with tags " + registry.origin().authority() + "/" + request.repository());
    }
}
