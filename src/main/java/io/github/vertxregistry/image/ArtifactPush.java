package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.BytesSource;
import io.github.vertxregistry.blob.FileBytes;
import io.github.vertxregistry.blob.Mounts;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.ArtifactFile;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts files into a registry as an artifact, as ORAS does: a layer for each file, named by its title, and an empty config. The
 * same files make the same manifest. Belongs to the context that runs it.
 */
public final class ArtifactPush {
    /** OCI Image Spec, "Guidance for an empty descriptor". */
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final String UNKNOWN_TYPE = "application/vnd.unknown.artifact.v1";
    /** OCI Image Spec, "Pre-Defined Annotation Keys". */
    static final String TITLE = "org.opencontainers.image.title";

    private final Vertx vertx;
    private final Registry registry;
    private final PushArtifactRequest request;
    private final UploadSettings settings;
    private final Mounts mounts;
    private final RepositoryContent content;
    private final Task task;
    private final Map<Digest, Delivered> delivered = new HashMap<>();

    /** Prepares an artifact at that registry. */
    public ArtifactPush(Vertx vertx, Registry registry, TransferConfig config, PushArtifactRequest request, Task task) {
        this.vertx = vertx;
        this.registry = registry;
        this.request = request;
        this.settings = UploadSettings.of(PushOptions.CONFIGURED, config);
        this.mounts = new Mounts(registry, settings, request.repository());
        this.content = new RepositoryContent(registry, request.repository(), settings, task);
        this.task = task;
    }

    /**
     * Pushes; fails with {@code NOT_FOUND} where there is no such subject, {@code TAR_NOT_FOUND} and {@code TAR_UNREADABLE} (a file),
     * {@code DIGEST_MISMATCH} (a file that changed meanwhile), {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}, {@code TOO_LARGE}.
     *
     * @param files the request's files in their order, as {@link ArtifactFiles} measured them
     */
    public Future<ArtifactReply> run(List<TarBlob> files) {
        return subject().compose(subject -> {
            Map<Digest, Bytes> blobs = new LinkedHashMap<>();
            files.forEach(file -> blobs.putIfAbsent(
                    file.digest(), new Bytes(file.digest(), new FileBytes(vertx, file, "the artifact"))));
            Digest empty = Digest.sha256(EMPTY);
            blobs.putIfAbsent(empty, new Bytes(empty, new BytesSource(EMPTY, "the empty config")));
            Buffer manifest = manifest(files, subject);
            Digest digest = Digest.sha256(manifest.getBytes());
            // Bounded, as in a push of an image.
            return Parallel.run(blobs.values(), settings.concurrency(), task, this::bring)
                    .compose(done -> content.put(
                            request.tag() == null ? digest.toString() : request.tag(),
                            MediaType.OCI_MANIFEST,
                            manifest))
                    .map(done -> reply(digest, files, subject));
        });
    }

    /** One blob; its type is of no interest to the registry. */
    private record Bytes(Digest digest, ByteSource source) {}

    private Future<Descriptor> subject() {
        if (request.subject() == null) {
            return Future.succeededFuture();
        }
        return registry.manifests(request.repository())
                .find(request.subject())
                .map(found -> found.orElseThrow(() -> RegistryException.of(
                                FailureKind.NOT_FOUND,
                                registry.origin().authority() + " has no " + request.repository()
                                        + Names.at(request.subject()) + ", to which the artifact would refer")
                        .withHint("push what it refers to first, to the same repository")));
    }

    private Future<Void> bring(Bytes blob, Task part) {
        Descriptor descriptor = Descriptor.of(
                MediaType.OCTET_STREAM, blob.digest(), blob.source().length());
        return mounts.uploaded(descriptor, blob.source(), part)
                .onSuccess(done -> delivered.put(blob.digest(), done))
                .recover(cause -> Future.failedFuture(named(blob, cause)))
                .mapEmpty();
    }

    private static Throwable named(Bytes blob, Throwable cause) {
        if (cause instanceof RegistryException failure
                && failure.kind() == FailureKind.DIGEST_MISMATCH
                && failure.status() >= 400) {
            return RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            blob.source().name() + " no longer hashes to " + blob.digest() + ": "
                                    + failure.getMessage())
                    .withHint("it was changed while it was read: push again when nothing writes it any more")
                    .withAnswer(failure.status(), failure.errors());
        }
        return cause;
    }

    /** In the order in which ORAS writes it. */
    private Buffer manifest(List<TarBlob> files, Descriptor subject) {
        JsonObject empty = new JsonObject()
                .put("mediaType", EMPTY_TYPE)
                .put("digest", Digest.sha256(EMPTY).toString())
                .put("size", EMPTY.length)
                .put("data", "e30=");
        JsonArray layers = new JsonArray();
        for (int i = 0; i < files.size(); i++) {
            layers.add(layer(request.files().get(i), files.get(i)));
        }
        JsonObject manifest = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", type())
                .put("config", empty)
                .put("layers", layers.isEmpty() ? layers.add(empty) : layers);
        if (subject != null) {
            manifest.put(
                    "subject",
                    new JsonObject()
                            .put("mediaType", subject.mediaType())
                            .put("digest", subject.digest().toString())
                            .put("size", subject.size()));
        }
        if (!request.annotations().isEmpty()) {
            manifest.put("annotations", new JsonObject(new LinkedHashMap<>(request.annotations())));
        }
        return Buffer.buffer(manifest.encode());
    }

    private String type() {
        return request.artifactType() == null ? UNKNOWN_TYPE : request.artifactType();
    }

    private static JsonObject layer(ArtifactFile file, TarBlob blob) {
        return new JsonObject()
                .put("mediaType", mediaType(file))
                .put("digest", blob.digest().toString())
                .put("size", blob.size())
                .put("annotations", new JsonObject().put(TITLE, file.title()));
    }

    private static String mediaType(ArtifactFile file) {
        return file.mediaType() == null ? MediaType.OCI_LAYER : file.mediaType();
    }

    private ArtifactReply reply(Digest digest, List<TarBlob> files, Descriptor subject) {
        List<ArtifactReply.Entry> entries = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            ArtifactFile file = request.files().get(i);
            TarBlob blob = files.get(i);
            boolean moved = delivered.get(blob.digest()).uploaded() > 0;
            entries.add(new ArtifactReply.Entry(
                    file.title(), file.path(), mediaType(file), blob.size(), blob.digest(), moved));
        }
        ImageReference name = new ImageReference(
                registry.origin().authority(),
                request.repository(),
                request.tag(),
                request.tag() == null ? digest : null);
        return new ArtifactReply(
                name.toString(),
                digest,
                type(),
                subject == null ? null : subject.digest(),
                entries,
                delivered.values().stream().mapToLong(Delivered::bytes).sum(),
                task.warnings());
    }
}
