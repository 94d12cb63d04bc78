package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.AtTarget;
import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.BlobPlaces;
import io.github.vertxregistry.blob.Mounts;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.ReferrersEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.List;

/**
 * From one repository to another, of one registry or of two: brings manifests with all that they reach, and counts what that
 * took. Belongs to the context that runs it.
 */
final class CopyRoute {
    /** OCI Distribution, "Error Codes": a manifest names a blob that the registry does not have. */
    private static final String UNKNOWN_BLOB = "MANIFEST_BLOB_UNKNOWN";

    private final Registry source;
    private final Registry target;
    private final String from;
    private final String to;
    private final int atOnce;
    private final Mounts mounts;
    private final BlobPlaces places;
    private final Task task;
    private Delivered delivered = Delivered.NOTHING;
    private int written;

    /**
     * Prepares the way from a repository of the source to one of the target.
     *
     * @param places what is known of the target's repositories
     * @param known what is known of the image there
     * @param atOnce how much is done at once
     */
    CopyRoute(
            Registry source,
            String from,
            Registry target,
            String to,
            UploadSettings settings,
            BlobPlaces places,
            AtTarget known,
            int atOnce,
            Task task) {
        this.source = source;
        this.from = from;
        this.target = target;
        this.to = to;
        this.atOnce = atOnce;
        this.places = places;
        this.mounts = new Mounts(target, settings, to, places, known);
        this.task = task;
    }

    Task task() {
        return task;
    }

    int atOnce() {
        return atOnce;
    }

    /** Returns what was done with blobs so far. */
    Delivered delivered() {
        return delivered;
    }

    /** Returns how many manifests were written so far. */
    int written() {
        return written;
    }

    /** Names the source's repository in messages. */
    String source() {
        return source.origin().authority() + "/" + from;
    }

    /** Gets a manifest of the source. */
    Future<Manifest> manifest(String reference) {
        return source.sources(from).manifest(reference);
    }

    ManifestsEndpoint sourceManifests(Task part) {
        return source.during(part).manifests(from);
    }

    ManifestsEndpoint targetManifests(Task part) {
        return target.during(part).manifests(to);
    }

    ReferrersEndpoint sourceReferrers(Task part) {
        return source.during(part).referrers(from);
    }

    ReferrersEndpoint targetReferrers(Task part) {
        return target.during(part).referrers(to);
    }

    /** Brings all that a manifest reaches, children before parents, and not the manifest itself. */
    Future<Void> bring(Manifest top) {
        CopyTree tree = new CopyTree(source, from, target, to, atOnce, task);
        return tree.gather(top)
                // Bounded: a copy must not take all connections of two registries, nor memory for each of its blobs.
                .compose(done -> Parallel.run(tree.blobs(), atOnce, task, this::bring))
                .map(this::count)
                .compose(done -> InOrder.each(tree.parts(), this::putAll));
    }

    private Future<Delivered> bring(Descriptor blob, Task part) {
        if (source.origin().equals(target.origin())) {
            return mounts.mounted(blob, from, part);
        }
        return mounts.uploaded(blob, source.during(part).sources(from).source(blob), part)
                .recover(cause -> Future.failedFuture(named(blob, cause)));
    }

    /** The target hashes what it is sent, so that nobody else need do it. */
    private Throwable named(Descriptor blob, Throwable cause) {
        if (cause instanceof RegistryException failure
                && failure.kind() == FailureKind.DIGEST_MISMATCH
                && failure.status() >= 400) {
            return RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            source() + ": what it gives does not hash to " + blob.digest() + ": "
                                    + failure.getMessage())
                    .withHint("the source's copy is damaged, or something changes it on its way")
                    .withAnswer(failure.status(), failure.errors());
        }
        return cause;
    }

    private Void count(List<Delivered> done) {
        delivered = done.stream().reduce(delivered, Delivered::plus);
        return null;
    }

    private Future<Void> putAll(List<Manifest> level) {
        return Parallel.run(
                        level,
                        atOnce,
                        task,
                        (manifest, part) -> put(manifest.digest().toString(), manifest, part))
                .mapEmpty();
    }

    private void forgetWhatIsUnknown(Throwable cause) {
        if (cause instanceof RegistryException failure && failure.hasErrorCode(UNKNOWN_BLOB)) {
            places.forget(to);
        }
    }

    /** Writes a manifest of which all is there. */
    Future<Void> put(String reference, Manifest manifest, Task part) {
        part.check();
        return target.during(part)
                .manifests(to)
                .put(reference, manifest.mediaType(), manifest.content())
                .onSuccess(digest -> {
                    written++;
                    task.progress().report("manifest", digest.toString(), manifest.size(), manifest.size());
                })
                .onFailure(this::forgetWhatIsUnknown)
                .mapEmpty();
    }
}
