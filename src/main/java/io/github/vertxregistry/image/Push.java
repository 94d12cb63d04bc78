package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.BlobDelivery;
import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.FileBytes;
import io.github.vertxregistry.blob.Learnt;
import io.github.vertxregistry.blob.PackedDelivery;
import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarReferrers;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pushes images of a tar: for each repository first all blobs, several at once, then the manifests, children before
 * parents, and the tags last, so that a tag never names what is not there. Belongs to the context that runs it.
 */
public final class Push {
    private final Vertx vertx;
    private final Registry registry;
    private final PushRequest request;
    private final UploadSettings settings;
    private final Packing packing;
    private final Task task;
    private final Learnt learnt = new Learnt();
    private BlockFormat format;
    private Function<TarBlob, Optional<ByteSource>> elsewhere = blob -> Optional.empty();
    private final List<PushedImage> pushed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Prepares a push to that registry. */
    public Push(
            Vertx vertx, Registry registry, TransferConfig config, Packing packing, PushRequest request, Task task) {
        this.packing = packing;
        this.vertx = vertx;
        this.registry = registry;
        this.request = request;
        this.settings = UploadSettings.of(request.options(), config);
        this.task = task;
    }

    /** Has the bytes of blobs come from there, and not from files; to be called before the push is run. */
    public Push reading(Function<TarBlob, Optional<ByteSource>> other) {
        elsewhere = other;
        return this;
    }

    private ByteSource bytes(TarBlob blob, String tar) {
        return elsewhere.apply(blob).orElseGet(() -> new FileBytes(vertx, blob, tar));
    }

    /** Pushes what the request asks for of the tar; can be called once. */
    public Future<PushReply> run(TarImages tar) {
        Future<BlockFormat> ready =
                settings.packing() == null ? Future.succeededFuture() : packing.load(settings.packing());
        return ready.compose(loaded -> {
            format = loaded;
            return push(tar);
        });
    }

    private Future<PushReply> push(TarImages tar) {
        warnings.addAll(tar.warnings());
        Map<PushTarget, ManifestPlan> plans = new LinkedHashMap<>();
        // All plans before the first upload: what cannot be done is not begun.
        PushTarget.of(request.names(), tar)
                .forEach(target -> plans.put(
                        target,
                        ManifestPlan.of(target.image(), request.options().format(), settings.compression())));
        plans.forEach(this::warn);
        Future<Void> last = Future.succeededFuture();
        for (var entry : plans.entrySet()) {
            last = last.compose(done -> pushImage(tar.tar(), entry.getKey(), entry.getValue()));
        }
        return last.map(done -> {
            warnings.addAll(task.warnings());
            return new PushReply(pushed, warnings);
        });
    }

    private void warn(PushTarget target, ManifestPlan plan) {
        warnings.addAll(plan.warnings());
        if (!plan.kept() && !target.image().referrers().manifests().isEmpty()) {
            warnings.add("what refers to " + target.names().get(0)
                    + " is left out: it refers to the tar's own manifest, which is not the one that is pushed");
        }
    }

    private static TarReferrers referrers(PushTarget target, ManifestPlan plan) {
        return plan.kept() ? target.image().referrers() : TarReferrers.NONE;
    }

    /** Returns the blobs that what refers to an image takes, and the image itself does not. */
    private static List<TarBlob> besides(PushTarget target, ManifestPlan plan) {
        Set<Digest> own = plan.blobs().stream().map(TarBlob::digest).collect(Collectors.toSet());
        return referrers(target, plan).blobs().stream()
                .filter(blob -> !own.contains(blob.digest()))
                .toList();
    }

    private Future<Void> pushImage(String tar, PushTarget target, ManifestPlan plan) {
        Map<String, List<ImageReference>> byRepository = new LinkedHashMap<>();
        target.names().forEach(name -> byRepository
                .computeIfAbsent(name.repository(), repository -> new ArrayList<>())
                .add(name));
        Future<ManifestPlan> last = Future.succeededFuture(plan);
        for (var entry : byRepository.entrySet()) {
            last = last.compose(current -> pushTo(tar, entry.getKey(), target, current, entry.getValue()));
        }
        return last.mapEmpty();
    }

    private Future<ManifestPlan> pushTo(
            String tar, String repository, PushTarget target, ManifestPlan plan, List<ImageReference> names) {
        BlobDelivery stored = new BlobDelivery(blob -> bytes(blob, tar), registry, settings, tar, repository, learnt);
        PackedDelivery packed = new PackedDelivery(packing, format, stored, learnt);
        TarReferrers referrers = referrers(target, plan);
        ManifestDelivery manifests = new ManifestDelivery(registry, repository, task);
        List<TarBlob> blobs = Stream.of(plan.toPack(), plan.blobs(), besides(target, plan))
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(TarBlob::size).reversed())
                .toList();
        // Bounded: a push must not take all of the registry's connections, nor memory for each of its blobs.
        return Parallel.run(
                        blobs,
                        settings.concurrency(),
                        task,
                        (blob, part) ->
                                plan.toPack().contains(blob) ? packed.bring(blob, part) : stored.bring(blob, part))
                .map(all -> all.stream().reduce(Delivered.NOTHING, Delivered::plus))
                .compose(delivered -> {
                    ManifestPlan sent = plan.with(target.image(), learnt.packed(plan.toPack()));
                    return children(manifests, sent)
                            // Before the tag: who sees the image sees what was signed.
                            .compose(done -> manifests.bringAll(referrers.manifests()))
                            .compose(referring -> tags(manifests, target, sent, names, delivered, referring));
                });
    }

    private static Future<Void> children(ManifestDelivery manifests, ManifestPlan plan) {
        return InOrder.each(
                plan.manifests().subList(0, plan.manifests().size() - 1),
                child -> manifests.bring(child.digest().toString(), child).mapEmpty());
    }

    private Future<ManifestPlan> tags(
            ManifestDelivery manifests,
            PushTarget target,
            ManifestPlan plan,
            List<ImageReference> names,
            Delivered delivered,
            int referring) {
        Future<ManifestPlan> last = Future.succeededFuture(plan);
        boolean first = true;
        for (ImageReference name : names) {
            Delivered counted = first ? delivered : Delivered.NOTHING;
            int written = first ? referring : 0;
            first = false;
            last = last.compose(current -> tag(manifests, name, target, current))
                    .onSuccess(tagged -> pushed.add(pushedImage(name, target, tagged, counted, written)));
        }
        return last;
    }

    /** Writes a tag; where the registry refuses the kind of a built manifest, the other kind is tried once. */
    private Future<ManifestPlan> tag(
            ManifestDelivery manifests, ImageReference name, PushTarget target, ManifestPlan plan) {
        return manifests.bring(name.tag(), plan.top()).map(plan).recover(cause -> {
            ManifestPlan other = request.options().format() == ManifestFormat.AUTO ? plan.other(target.image()) : null;
            if (other == null || !refusesKind(cause)) {
                return Future.failedFuture(cause);
            }
            warnings.add("the registry refuses " + plan.top().mediaType() + ": pushed as "
                    + other.top().mediaType());
            return manifests.bring(name.tag(), other.top()).map(other);
        });
    }

    private static boolean refusesKind(Throwable cause) {
        return cause instanceof RegistryException failure
                && failure.kind() == FailureKind.MANIFEST_REFUSED
                && !failure.hasErrorCode("MANIFEST_BLOB_UNKNOWN");
    }

    private PushedImage pushedImage(
            ImageReference name, PushTarget target, ManifestPlan plan, Delivered delivered, int referring) {
        ImageReference full = new ImageReference(registry.origin().authority(), name.repository(), name.tag(), null);
        return new PushedImage(
                full.toString(),
                plan.top().digest(),
                plan.kept(),
                plan.top().mediaType(),
                plan.size()
                        + besides(target, plan).stream()
                                .mapToLong(TarBlob::size)
                                .sum(),
                delivered.uploaded(),
                delivered.skipped(),
                delivered.mounted(),
                delivered.bytes(),
                Stream.concat(target.image().platformsDropped().stream(), plan.dropped().stream())
                        .distinct()
                        .toList(),
                referring);
    }
}
