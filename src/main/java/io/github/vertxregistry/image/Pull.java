package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.LayoutTarget.Writing;
import io.github.vertxregistry.image.PullPlan.PulledBlob;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pulls images to a tar or a folder: what they consist of is found out first, so that every byte has its place before a blob is
 * asked for; then blobs come straight to their places, several at once, large ones in parts. Belongs to the context that runs it.
 */
public final class Pull {
    private static final int IMAGES_AT_ONCE = 4;

    private final Vertx vertx;
    private final Registry registry;
    private final PullRequest request;
    private final LayoutTarget target;
    private final SinkBlocks blocks;
    private final int atOnce;
    private final Task task;

    /** Prepares a pull from that registry to that place. */
    public Pull(
            Vertx vertx,
            Registry registry,
            TransferConfig config,
            SinkBlocks blocks,
            PullRequest request,
            LayoutTarget target,
            Task task) {
        this.vertx = vertx;
        this.registry = registry;
        this.request = request;
        this.target = target;
        this.blocks = blocks;
        this.atOnce = request.options().concurrency() == null
                ? config.concurrency()
                : request.options().concurrency();
        this.task = task;
    }

    /** Pulls what the request asks for; can be called once. */
    public Future<PullReply> run() {
        PullOptions options = request.options();
        if (options.format() == PullFormat.DOCKER && PullOptions.ALL.equals(options.platform())) {
            return Future.failedFuture(RegistryException.badField(
                            "platform", "is 'all', but a tar that docker loads holds each image for one platform")
                    .withHint("pull an OCI layout: --format oci (field 'format')"));
        }
        if (options.layers() == LayerForm.PLAIN) {
            return Future.failedFuture(RegistryException.of(
                    FailureKind.UNSUPPORTED, "layers cannot be decompressed while they are pulled yet"));
        }
        return target.check(options.format() == PullFormat.OCI_FOLDER)
                .compose(done -> select())
                .map(trees -> PullPlan.of(registry.origin(), trees, options.format()))
                .compose(plan ->
                        target.open(plan.layout()).compose(to -> write(plan, to).eventually(to::close)));
    }

    private Future<List<PulledTree>> select() {
        Map<ImageReference, PulledTree> found = new LinkedHashMap<>();
        request.images().forEach(image -> found.put(image, null));
        PullSelection selection = new PullSelection(registry, request.options(), task);
        // Bounded: images wait for each other's answers, not for each other's layers.
        return Parallel.run(List.copyOf(found.keySet()), IMAGES_AT_ONCE, task, (image, part) -> selection
                        .select(image)
                        .onSuccess(tree -> found.put(image, tree)))
                .map(all -> List.copyOf(found.values()));
    }

    private Future<PullReply> write(PullPlan plan, Writing to) {
        Map<PulledBlob, BlobDownload> downloads = new LinkedHashMap<>();
        for (PulledBlob blob : plan.blobs()) {
            downloads.put(blob, new BlobDownload(vertx, blocks, blob.descriptor(), to.sink(blob.entry()), task));
        }
        List<PullPiece> pieces = pieces(plan, to, downloads);
        List<PulledBlob> there =
                plan.blobs().stream().filter(blob -> isThere(to, blob)).toList();
        return Parallel.run(
                        there, atOnce, task, (blob, part) -> downloads.get(blob).prove(sources(blob, part)))
                // Bounded: a pull must not take all of the registry's connections, nor memory for each of its blobs.
                .compose(done -> Parallel.run(pieces, atOnce, task, (piece, part) -> fetch(downloads, piece, part)))
                .compose(done -> to.finish())
                .map(done -> reply(plan, downloads));
    }

    private static boolean isThere(Writing to, PulledBlob blob) {
        return to.missing(blob.entry()).isEmpty();
    }

    /** The largest first, so that none of them begins when all others have ended. */
    private List<PullPiece> pieces(PullPlan plan, Writing to, Map<PulledBlob, BlobDownload> downloads) {
        long total = plan.blobs().stream()
                .flatMap(blob -> to.missing(blob.entry()).stream())
                .mapToLong(Span::length)
                .sum();
        List<PullPiece> pieces = new ArrayList<>();
        for (PulledBlob blob : plan.blobs()) {
            LayoutEntry entry = blob.entry();
            List<Span> missing = to.missing(entry);
            List<PullPiece> its = PullPiece.of(blob, missing, total, atOnce);
            long wanted = missing.stream().mapToLong(Span::length).sum();
            downloads.get(blob).expect(its.size(), entry.size() - wanted);
            pieces.addAll(its);
        }
        pieces.sort(Comparator.comparingLong(PullPiece::length).reversed());
        return pieces;
    }

    private Future<Void> fetch(Map<PulledBlob, BlobDownload> downloads, PullPiece piece, Task part) {
        PulledBlob blob = piece.blob();
        return downloads.get(blob).fetch(piece, sources(blob, part));
    }

    private Sources sources(PulledBlob blob, Task part) {
        return registry.during(part).sources(blob.repository());
    }

    private PullReply reply(PullPlan plan, Map<PulledBlob, BlobDownload> downloads) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(task.warnings());
        return new PullReply(
                target.name(),
                plan.layout().length(),
                plan.images(),
                plan.blobs().size(),
                downloads.values().stream().mapToLong(BlobDownload::fetched).sum(),
                downloads.values().stream().mapToLong(BlobDownload::held).sum(),
                warnings);
    }
}
