package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.BlobDownload;
import io.github.vertxregistry.blob.PullPiece;
import io.github.vertxregistry.blob.PulledBlob;
import io.github.vertxregistry.blob.SinkBlocks;
import io.github.vertxregistry.blob.Unpacking;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.image.LayoutTarget.Writing;
import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.message.PullReply;
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

/** Brings all blobs of a plan to their places. Belongs to one context. */
final class PullWriting {
    private final Vertx vertx;
    private final Registry registry;
    private final SinkBlocks blocks;
    private final Unpacking unpacking;
    private final PlainSizes sizes;
    private final int atOnce;
    private final boolean followsUrls;
    private final String target;
    private final Task task;

    PullWriting(
            Vertx vertx,
            Registry registry,
            SinkBlocks blocks,
            Unpacking unpacking,
            PlainSizes sizes,
            int atOnce,
            boolean followsUrls,
            String target,
            Task task) {
        this.vertx = vertx;
        this.registry = registry;
        this.blocks = blocks;
        this.unpacking = unpacking;
        this.sizes = sizes;
        this.atOnce = atOnce;
        this.followsUrls = followsUrls;
        this.target = target;
        this.task = task;
    }

    /** Succeeds with what was done, or with null where a layer has become longer or shorter than its place. */
    Future<PullReply> run(PullPlan plan, Writing to) {
        Map<PulledBlob, BlobDownload> downloads = new LinkedHashMap<>();
        for (PulledBlob blob : plan.blobs()) {
            downloads.put(
                    blob,
                    new BlobDownload(vertx, blocks, blob, unpacking, sizes::correct, to.sink(blob.entry()), task));
        }
        // Bounded: a pull must not take all of the registry's connections, nor memory for each of its blobs.
        return pieces(plan, to, downloads)
                .compose(pieces -> Parallel.run(there(plan, to), atOnce, task, (blob, part) -> downloads
                                .get(blob)
                                .prove(sources(blob, part)))
                        .compose(done -> Parallel.run(pieces, atOnce, task, (piece, part) -> downloads
                                .get(piece.blob())
                                .fetch(piece, sources(piece.blob(), part)))))
                .compose(done -> sizes.takeCorrected()
                        ? Future.succeededFuture()
                        : to.finish().map(finished -> reply(plan, downloads)));
    }

    private static List<PulledBlob> there(PullPlan plan, Writing to) {
        return plan.blobs().stream()
                .filter(blob -> to.missing(blob.entry()).isEmpty())
                .toList();
    }

    /** The largest first, so that none of them begins when all others have ended. */
    private Future<List<PullPiece>> pieces(PullPlan plan, Writing to, Map<PulledBlob, BlobDownload> downloads) {
        List<PullPiece> inParts = pieces(plan, to, atOnce);
        return givesParts(inParts).map(given -> {
            // One that gives the whole for a part would give it once for each part.
            List<PullPiece> pieces = given ? inParts : pieces(plan, to, 1);
            downloads.forEach((blob, download) -> download.expect(
                    (int) pieces.stream()
                            .filter(piece -> piece.blob().equals(blob))
                            .count(),
                    blob.isUnpacked() && !to.missing(blob.entry()).isEmpty()
                            ? 0
                            : blob.placed().size() - missing(to, blob)));
            return pieces;
        });
    }

    private List<PullPiece> pieces(PullPlan plan, Writing to, int parts) {
        long total = plan.blobs().stream().mapToLong(blob -> missing(to, blob)).sum();
        List<PullPiece> pieces = new ArrayList<>();
        plan.blobs().forEach(blob -> pieces.addAll(PullPiece.of(blob, to.missing(blob.entry()), total, parts)));
        pieces.sort(Comparator.comparingLong(PullPiece::length).reversed());
        return pieces;
    }

    private static long missing(Writing to, PulledBlob blob) {
        return to.missing(blob.entry()).stream().mapToLong(Span::length).sum();
    }

    private Future<Boolean> givesParts(List<PullPiece> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.isWhole())
                .findFirst()
                .map(piece -> sources(piece.blob(), task)
                        .givesParts(piece.blob().descriptor())
                        .otherwise(true))
                .orElse(Future.succeededFuture(true));
    }

    private Sources sources(PulledBlob blob, Task part) {
        Sources sources = registry.during(part).sources(blob.repository());
        return followsUrls ? sources.followingUrls() : sources;
    }

    private PullReply reply(PullPlan plan, Map<PulledBlob, BlobDownload> downloads) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(task.warnings());
        return new PullReply(
                target,
                plan.layout().length(),
                plan.images(),
                plan.blobs().size(),
                downloads.values().stream().mapToLong(BlobDownload::fetched).sum(),
                downloads.values().stream().mapToLong(BlobDownload::held).sum(),
                warnings);
    }
}
