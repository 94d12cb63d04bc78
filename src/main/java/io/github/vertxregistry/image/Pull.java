package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.SinkBlocks;
import io.github.vertxregistry.blob.Unpacking;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.ForeignLayers;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pulls images to a tar or a folder: what they consist of is found out first, so that every byte has its place before a blob is
 * asked for; then blobs come straight to their places, several at once, large ones in parts. Belongs to the context that runs it.
 */
public final class Pull {
    private static final int IMAGES_AT_ONCE = 4;

    private final Registry registry;
    private final PullRequest request;
    private final LayoutTarget target;
    private final Task task;
    private final PlainSizes sizes;
    private final PullWriting writing;

    /** Prepares a pull from that registry to that place. */
    public Pull(
            Vertx vertx,
            Registry registry,
            ToolkitConfig config,
            Packing packing,
            SinkBlocks blocks,
            PullRequest request,
            LayoutTarget target,
            Task task) {
        this.registry = registry;
        this.request = request;
        this.target = target;
        this.task = task;
        int atOnce = request.options().concurrency() == null
                ? config.transfer().concurrency()
                : request.options().concurrency();
        boolean followsUrls = request.options().foreign() == ForeignLayers.FETCH;
        Unpacking unpacking = new Unpacking(vertx, packing, UnpackLimits.of(config.tar()), task);
        this.sizes = new PlainSizes(registry, unpacking, atOnce, followsUrls, task);
        this.writing =
                new PullWriting(vertx, registry, blocks, unpacking, sizes, atOnce, followsUrls, target.name(), task);
    }

    /** Pulls what the request asks for; can be called once. */
    public Future<PullReply> run() {
        PullOptions options = request.options();
        try {
            check(options);
        } catch (RegistryException e) {
            return Future.failedFuture(e);
        }
        return target.check(options.format() == PullFormat.OCI_FOLDER)
                .compose(done -> select())
                .compose(trees -> options.layers() == LayerForm.PLAIN
                        ? sizes.find(trees).compose(found -> plain(trees))
                        : write(trees));
    }

    private static void check(PullOptions options) {
        boolean docker = options.format() == PullFormat.DOCKER;
        String wayOut = "pull an OCI layout: --format oci (field 'format')";
        if (docker && PullOptions.ALL.equals(options.platform())) {
            throw RegistryException.badField(
                            "platform", "is 'all', but a tar that docker loads holds each image for one platform")
                    .withHint(wayOut);
        }
        if (docker && options.referrers()) {
            throw RegistryException.badField("referrers", "cannot go with a tar that docker loads")
                    .withHint(wayOut);
        }
        if (options.layers() == LayerForm.PLAIN
                && (options.referrers() || PullOptions.ALL.equals(options.platform()))) {
            throw RegistryException.badField(
                            "layers",
                            "is 'plain', which gives an image another digest: neither an index nor what refers to it would fit")
                    .withHint("take the layers as they are: --layers keep (field 'layers')");
        }
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

    /** A length that was guessed wrong moves all that comes after: it is known now, so that happens once. */
    private Future<PullReply> plain(List<PulledTree> trees) {
        List<PulledTree> decompressed =
                trees.stream().map(tree -> tree.decompressed(sizes.all())).toList();
        return write(decompressed).compose(reply -> reply == null ? plain(trees) : Future.succeededFuture(reply));
    }

    private Future<PullReply> write(List<PulledTree> trees) {
        PullPlan plan = PullPlan.of(registry.origin(), trees, request.options().format());
        return target.open(plan.layout()).compose(to -> writing.run(plan, to).eventually(to::close));
    }
}
