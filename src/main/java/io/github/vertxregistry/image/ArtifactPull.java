package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.SinkBlocks;
import io.github.vertxregistry.blob.SinkPump;
import io.github.vertxregistry.blob.VerifiedSource;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.PullArtifactRequest;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the files of an artifact to a folder, several at once, each under its name only when it is whole and hashes to its
 * digest. What is there already is not fetched; where a file is in the way nothing is written. Belongs to the context that runs it.
 */
public final class ArtifactPull {
    /** ORAS's word for a folder that it has packed. */
    private static final String UNPACK = "io.deis.oras.content.unpack";

    private final Vertx vertx;
    private final Registry registry;
    private final TransferConfig config;
    private final SinkBlocks blocks;
    private final PullArtifactRequest request;
    private final Task task;
    private long fetched;

    /** Prepares a pull from that registry. */
    public ArtifactPull(
            Vertx vertx,
            Registry registry,
            TransferConfig config,
            SinkBlocks blocks,
            PullArtifactRequest request,
            Task task) {
        this.vertx = vertx;
        this.registry = registry;
        this.config = config;
        this.blocks = blocks;
        this.request = request;
        this.task = task;
    }

    /** A file of the artifact, and where it goes. */
    private record Placed(String title, Descriptor blob, Path place, boolean isThere) {}

    /**
     * Pulls; fails with {@code NOT_FOUND}, {@code UNSUPPORTED} (an index), {@code CONFLICT} (a file is there and is another one),
     * {@code DENIED} (a file would lie outside of the folder), {@code DIGEST_MISMATCH}, {@code SIZE_MISMATCH}, {@code TAR_UNREADABLE}
     * (the folder cannot be written).
     */
    public Future<ArtifactReply> run(ArtifactFolder folder) {
        return registry.sources(request.repository())
                .manifest(request.reference())
                .compose(manifest -> {
                    Map<String, Descriptor> files = files(manifest);
                    return vertx.executeBlocking(() -> placed(folder, files), false)
                            .compose(placed -> fetch(folder, placed).map(done -> reply(manifest, placed)));
                });
    }

    private Map<String, Descriptor> files(Manifest manifest) {
        if (manifest.isIndex()) {
            throw RegistryException.of(FailureKind.UNSUPPORTED, name() + " is an index, which has no files")
                    .withHint("name one of its manifests by its digest: 'manifest' shows them");
        }
        Map<String, Descriptor> files = new LinkedHashMap<>();
        for (Descriptor layer : manifest.layers()) {
            String title = layer.annotations().get(ArtifactPush.TITLE);
            if (title != null) {
                add(files, packed(title, layer), layer);
            }
        }
        if (files.isEmpty()) {
            task.warn(name() + " has no layer with a file's name (" + ArtifactPush.TITLE + ")");
        }
        return files;
    }

    private String packed(String title, Descriptor layer) {
        if (!"true".equals(layer.annotations().get(UNPACK))) {
            return title;
        }
        task.warn(title + " is a folder that was packed: it is written as " + title + ".tar.gz");
        return title + ".tar.gz";
    }

    private void add(Map<String, Descriptor> files, String title, Descriptor layer) {
        // Nothing is fetched of what is empty, so that nothing else would tell.
        if (layer.size() == 0 && !layer.digest().matches(new byte[0])) {
            throw RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            name() + ": '" + Names.shown(title) + "' is empty, and " + layer.digest()
                                    + " is not the digest of nothing")
                    .withHint("nothing was written");
        }
        Descriptor other = files.put(title, layer);
        if (other != null && !other.digest().equals(layer.digest())) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            name() + " has two files of the name '" + Names.shown(title) + "'")
                    .withHint("nothing was written")
                    .withRetry(false, 0);
        }
    }

    /** All are looked at before the first is fetched. */
    private List<Placed> placed(ArtifactFolder folder, Map<String, Descriptor> files) {
        return files.entrySet().stream()
                .map(file -> {
                    Path place = folder.place(file.getKey());
                    return new Placed(file.getKey(), file.getValue(), place, folder.has(place, file.getValue(), task));
                })
                .toList();
    }

    private Future<Void> fetch(ArtifactFolder folder, List<Placed> files) {
        List<Placed> missing = files.stream().filter(file -> !file.isThere()).toList();
        return Parallel.run(missing, config.concurrency(), task, (file, part) -> fetch(folder, file, part))
                .mapEmpty();
    }

    private Future<Void> fetch(ArtifactFolder folder, Placed file, Task task) {
        Sources sources = registry.during(task).sources(request.repository());
        return vertx.executeBlocking(() -> folder.begin(file.place()), false).compose(part -> {
            ArtifactSink sink = new ArtifactSink(vertx, part, file.blob(), task);
            return fetch(sources.source(file.blob()), file.blob(), sink)
                    // What mirrors gave may be wrong where the registry's own is not.
                    .recover(cause -> sources.hasMirrors() && isWrong(cause)
                            ? sink.forget().compose(done -> fetch(sources.own(file.blob()), file.blob(), sink))
                            : Future.failedFuture(cause))
                    .compose(done -> sink.finish())
                    .onSuccess(done -> fetched += file.blob().size())
                    .eventually(sink::close);
        });
    }

    private Future<Void> fetch(ByteSource source, Descriptor blob, ArtifactSink sink) {
        return new VerifiedSource(vertx, source, blob.digest())
                .open(0, blob.size())
                .compose(stream -> new SinkPump(stream, sink, 0, blob.size(), blocks, sink::moved)
                        .run()
                        .eventually(stream::close));
    }

    private static boolean isWrong(Throwable cause) {
        return cause instanceof RegistryException failure
                && (failure.kind() == FailureKind.DIGEST_MISMATCH || failure.kind() == FailureKind.SIZE_MISMATCH);
    }

    private String name() {
        return registry.origin().authority() + "/" + request.repository() + Names.at(request.reference());
    }

    private ArtifactReply reply(Manifest manifest, List<Placed> files) {
        List<ArtifactReply.Entry> entries = files.stream()
                .map(file -> new ArtifactReply.Entry(
                        file.title(),
                        file.place().toString(),
                        file.blob().mediaType(),
                        file.blob().size(),
                        file.blob().digest(),
                        !file.isThere()))
                .toList();
        boolean byDigest = Names.isDigest(request.reference());
        ImageReference reference = new ImageReference(
                registry.origin().authority(),
                request.repository(),
                byDigest ? null : request.reference(),
                byDigest ? manifest.digest() : null);
        return new ArtifactReply(
                reference.toString(),
                manifest.digest(),
                manifest.artifactType(),
                manifest.subject() == null ? null : manifest.subject().digest(),
                entries,
                fetched,
                task.warnings());
    }
}
