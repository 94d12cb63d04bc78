package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.BlobDelivery;
import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.FileBytes;
import io.github.vertxregistry.blob.Learnt;
import io.github.vertxregistry.blob.Mounts;
import io.github.vertxregistry.blob.PackedDelivery;
import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A repository that something is put together in, of what the registry has: counts what that took. Belongs to the context that
 * runs it.
 */
final class RepositoryContent {
    private final Registry registry;
    private final String repository;
    private final UploadSettings settings;
    private final Mounts mounts;
    private final Task task;
    private final Learnt learnt = new Learnt();
    private Delivered delivered = Delivered.NOTHING;

    RepositoryContent(Registry registry, String repository, UploadSettings settings, Task task) {
        this.registry = registry;
        this.repository = repository;
        this.settings = settings;
        this.mounts = new Mounts(registry, settings, repository);
        this.task = task;
    }

    /** Returns what was done so far. */
    Delivered delivered() {
        return delivered;
    }

    /** Gets a manifest of any repository of the registry; fails with {@code NOT_FOUND} in words. */
    Future<Manifest> manifest(String from, String reference) {
        return registry.manifests(from).get(reference).recover(cause -> {
            boolean missing = cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND;
            return Future.failedFuture(missing ? notFound(from, reference) : cause);
        });
    }

    private RegistryException notFound(String from, String reference) {
        String host = registry.origin().authority();
        return RegistryException.of(FailureKind.NOT_FOUND, host + " has no image " + from + Names.at(reference))
                .withHint("list what there is with tags " + host + "/" + from);
    }

    /** Gets a config; one that is larger than a manifest may be fails with {@code LIMIT_EXCEEDED}. */
    Future<Buffer> config(String from, Manifest image) {
        return registry.blobs(from).get(image.config());
    }

    /** Brings a manifest of another repository here, under its digest and with all blobs that it names. */
    Future<Void> bring(String from, Digest digest) {
        if (from.equals(repository)) {
            return Future.succeededFuture();
        }
        ManifestsEndpoint manifests = registry.manifests(repository);
        return manifests
                .find(digest.toString())
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture()
                        : manifest(from, digest.toString()).compose(manifest -> mount(from, blobs(manifest))
                                .compose(done -> write(manifest))));
    }

    private Future<Void> write(Manifest manifest) {
        return put(manifest.digest().toString(), manifest.mediaType(), manifest.content());
    }

    /** Returns what a registry has of a manifest: foreign layers need not be there. */
    static List<Descriptor> blobs(Manifest manifest) {
        List<Descriptor> blobs = new ArrayList<>();
        if (manifest.config() != null) {
            blobs.add(manifest.config());
        }
        manifest.layers().stream()
                .filter(layer -> !MediaType.isForeignLayer(layer.mediaType()))
                .forEach(blobs::add);
        return blobs.stream().distinct().toList();
    }

    /** Mounts blobs of another repository, a few at once. */
    Future<Void> mount(String from, List<Descriptor> blobs) {
        return Parallel.run(blobs, settings.concurrency(), task, (blob, part) -> mounts.mounted(blob, from, part))
                .map(this::count);
    }

    /** Uploads a blob whose bytes are here. */
    Future<Void> upload(Descriptor blob, ByteSource bytes) {
        return mounts.uploaded(blob, bytes, task).map(done -> count(List.of(done)));
    }

    /**
     * Brings a layer of this node, compressed on its way where it is plain and a format is given; succeeds with what it has become.
     *
     * @param name what it is called in messages
     */
    Future<TarBlob> bring(Vertx vertx, Packing packing, BlockFormat format, TarBlob layer, String name) {
        BlobDelivery stored = new BlobDelivery(
                bytes -> new FileBytes(vertx, bytes, name), registry, settings, name, repository, learnt);
        if (format == null || layer.compression() != Compression.NONE) {
            return stored.bring(layer, task).map(done -> count(List.of(done))).map(layer);
        }
        return new PackedDelivery(packing, format, stored, learnt)
                .bring(layer, task)
                .map(done -> count(List.of(done)))
                .map(done -> learnt.packed(layer.digest()));
    }

    /** Returns what the registry is called in an image's name. */
    String host() {
        return registry.origin().authority();
    }

    private Void count(List<Delivered> done) {
        delivered = done.stream().reduce(delivered, Delivered::plus);
        return null;
    }

    /** Writes a manifest, unless it is there under that reference. */
    Future<Void> put(String reference, String mediaType, Buffer content) {
        task.check();
        Digest digest = Digest.sha256(content.getBytes());
        ManifestsEndpoint manifests = registry.manifests(repository);
        return manifests.find(reference).compose(present -> {
            task.check();
            boolean same = present.isPresent() && present.get().digest().equals(digest);
            return same
                    ? Future.succeededFuture()
                    : manifests
                            .put(reference, mediaType, content)
                            .onSuccess(done -> task.progress()
                                    .report("manifest", digest.toString(), content.length(), content.length()))
                            .mapEmpty();
        });
    }
}
