package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.AtTarget;
import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.BlobPlaces;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Copies an image between registries, or between repositories of one, byte for byte: a HEAD for each side tells whether there
 * is anything to do, then blobs go through without being stored, several at once, then manifests, children before parents, and
 * the tag last. What the target has is not sent; within one registry blobs are mounted. Belongs to the context that runs it.
 */
public final class Copy {
    private final Registry source;
    private final Registry target;
    private final CopyRequest request;
    private final String from;
    private final String to;
    private final CopyRoute route;
    private final AtTarget known;
    private final PlatformChoice platforms;
    private final Task task;
    private int referrers;

    /** Prepares a copy between the registries that the request names. */
    public Copy(Registry source, Registry target, TransferConfig config, CopyRequest request, Task task) {
        this(source, target, config, request, new BlobPlaces(), AtTarget.UNKNOWN, task);
    }

    /**
     * Prepares one of several copies to the same registry: what those before it have brought there is not asked for again, and
     * mounted in other repositories.
     */
    public Copy(
            Registry source,
            Registry target,
            TransferConfig config,
            CopyRequest request,
            BlobPlaces places,
            AtTarget known,
            Task task) {
        this.known = known;
        this.source = source;
        this.target = target;
        this.request = request;
        this.from = request.source().repository();
        this.to = request.target().repository();
        UploadSettings settings = UploadSettings.of(PushOptions.CONFIGURED, config);
        int atOnce = request.concurrency() == null ? settings.concurrency() : request.concurrency();
        this.route = new CopyRoute(source, from, target, to, settings, places, known, atOnce, task);
        this.platforms = PlatformChoice.of(name(source, from, request.source().reference()), request.platforms());
        this.task = task;
    }

    /**
     * Copies; can be called once. Fails with {@code NOT_FOUND} (no such image, or none for a platform), {@code DIGEST_MISMATCH} and
     * {@code SIZE_MISMATCH} (the source's content is not what it is named by), {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE} and
     * {@code TOO_LARGE} (the target does not take it), {@code LIMIT_EXCEEDED}.
     */
    public Future<CopiedImage> run() {
        return known == AtTarget.UNKNOWN || source.sources(from).hasMirrors() ? compare() : bringNew();
    }

    /** Nothing is there to compare with. */
    private Future<CopiedImage> bringNew() {
        return source.manifests(from)
                .get(request.source().reference())
                .recover(cause -> Future.failedFuture(isNotFound(cause) ? notFound() : cause))
                .compose(this::choose)
                .compose(top -> copy(top, Optional.empty()));
    }

    private static boolean isNotFound(Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND;
    }

    private Future<CopiedImage> compare() {
        Future<Descriptor> image = source.manifests(from)
                .find(request.source().reference())
                .map(found -> found.orElseThrow(this::notFound));
        Future<Optional<Descriptor>> there = target.manifests(to).find(targetReference());
        // Both are waited for: none is left open behind the other's failure.
        return Future.join(image, there)
                .compose(heads -> platforms.isAll()
                                && isSame(there.result(), image.result().digest())
                        ? unchanged(image.result())
                        : source.sources(from)
                                // By its digest: a tag could have moved since.
                                .manifest(image.result().digest().toString())
                                .compose(this::choose)
                                .compose(top -> copy(top, there.result())));
    }

    private String targetReference() {
        return request.target().reference() == null
                ? request.source().reference()
                : request.target().reference();
    }

    private static boolean isSame(Optional<Descriptor> there, Digest digest) {
        return there.isPresent() && there.get().digest().equals(digest);
    }

    private Future<Manifest> choose(Manifest top) {
        if (platforms.isAll()) {
            return Future.succeededFuture(top);
        }
        if (!top.isIndex()) {
            return checkPlatform(top).map(top);
        }
        return platforms.wanted().size() == 1
                ? WishedImage.of(platforms.wanted().get(0), top, entry -> source.sources(from)
                        .manifest(entry.digest().toString()))
                : Future.succeededFuture(platforms.reduced(top, platforms.of(top)));
    }

    private Future<Void> checkPlatform(Manifest alone) {
        if (alone.config() == null || !MediaType.isImageConfig(alone.config().mediaType())) {
            return Future.succeededFuture();
        }
        return source.sources(from).blob(alone.config()).map(bytes -> {
            platforms.check(ImageConfig.parse(bytes.getBytes(), FailureKind.REGISTRY_FAULT, "the config of " + from)
                    .platform());
            return null;
        });
    }

    private Future<CopiedImage> copy(Manifest top, Optional<Descriptor> there) {
        Descriptor image = Descriptor.of(top.mediaType(), top.digest(), top.size());
        checkTarget(image.digest());
        if (isSame(there, image.digest())) {
            return unchanged(image);
        }
        return route.bring(top)
                // Before the tag: who sees the image sees what was signed.
                .compose(done -> referrers(image))
                .compose(done -> route.put(reference(image.digest()), top, task))
                .map(done -> reply(image));
    }

    private Future<CopiedImage> unchanged(Descriptor image) {
        return referrers(image).map(done -> reply(image));
    }

    private Future<Void> referrers(Descriptor image) {
        return request.referrers() ? new CopyReferrers(route).of(image).map(this::referring) : Future.succeededFuture();
    }

    private Void referring(int manifests) {
        referrers = manifests;
        return null;
    }

    private String reference(Digest digest) {
        return request.target().reference() == null
                ? digest.toString()
                : request.target().reference();
    }

    private void checkTarget(Digest digest) {
        String wanted = reference(digest);
        if (Names.isDigest(wanted) && !wanted.equals(digest.toString())) {
            throw RegistryException.badField("target", "names " + wanted + ", and what is copied is " + digest)
                    .withHint("give the target a tag, or neither tag nor digest");
        }
    }

    private CopiedImage reply(Descriptor image) {
        String reference = reference(image.digest());
        Delivered delivered = route.delivered();
        ImageReference name = Names.isDigest(reference)
                ? new ImageReference(target.origin().authority(), to, null, image.digest())
                : new ImageReference(target.origin().authority(), to, reference, null);
        return new CopiedImage(
                name.toString(),
                image.digest(),
                image.mediaType(),
                route.written(),
                referrers,
                delivered.uploaded(),
                delivered.skipped(),
                delivered.mounted(),
                delivered.bytes(),
                task.warnings());
    }

    private static String name(Registry registry, String repository, String reference) {
        return registry.origin().authority() + "/" + repository + Names.at(reference);
    }

    private RegistryException notFound() {
        String host = source.origin().authority();
        return RegistryException.of(
                        FailureKind.NOT_FOUND,
                        host + " has no image " + from
                                + Names.at(request.source().reference()))
                .withHint("list what there is with tags " + host + "/" + from);
    }
}
