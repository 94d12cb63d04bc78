package io.github.vertxregistry.image;

import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.model.TarReferrer;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings manifests of a tar to a repository that has what they name. Belongs to the context that runs it. */
final class ManifestDelivery {
    private final Registry registry;
    private final String repository;
    private final Task task;
    private final Map<Digest, Set<Digest>> listed = new HashMap<>();

    ManifestDelivery(Registry registry, String repository, Task task) {
        this.registry = registry;
        this.repository = repository;
        this.task = task;
    }

    /** Writes a manifest under a tag or its digest; succeeds with whether that was needed. */
    Future<Boolean> bring(String reference, TarManifest manifest) {
        task.check();
        return registry.manifests(repository)
                .find(reference)
                .compose(present -> present.map(Descriptor::digest)
                                .filter(manifest.digest()::equals)
                                .isPresent()
                        ? Future.succeededFuture(false)
                        : write(reference, manifest));
    }

    private Future<Boolean> write(String reference, TarManifest manifest) {
        task.check();
        return registry.manifests(repository)
                .put(reference, manifest.mediaType(), Buffer.buffer(manifest.content()))
                .onSuccess(digest -> task.progress()
                        .report(
                                "manifest",
                                digest.toString(),
                                manifest.content().length(),
                                manifest.content().length()))
                .map(true);
    }

    /** Writes what refers to an image, one after the other; succeeds with how many manifests were written. */
    Future<Integer> bringAll(List<TarReferrer> referrers) {
        int[] written = {0};
        return InOrder.each(referrers, referrer -> bring(referrer)
                        .onSuccess(isNew -> written[0] += isNew ? 1 : 0)
                        .mapEmpty())
                .map(done -> written[0]);
    }

    private Future<Boolean> bring(TarReferrer referrer) {
        TarManifest manifest = referrer.manifest();
        if (referrer.tag() != null) {
            return bring(referrer.tag(), manifest);
        }
        String digest = manifest.digest().toString();
        if (referrer.subject() == null) {
            return bring(digest, manifest);
        }
        // Without a referrers API what is there need not be listed yet, and what is listed may have been deleted since.
        return listed(referrer.subject())
                .compose(
                        there -> there.contains(manifest.digest()) ? bring(digest, manifest) : write(digest, manifest));
    }

    private Future<Set<Digest>> listed(Digest subject) {
        Set<Digest> known = listed.get(subject);
        return known != null
                ? Future.succeededFuture(known)
                : registry.referrers(repository)
                        .all(subject, null)
                        .map(there -> there.referrers().stream()
                                .map(Descriptor::digest)
                                .collect(Collectors.toSet()))
                        .onSuccess(digests -> listed.put(subject, digests));
    }
}
