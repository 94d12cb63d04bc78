package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageRewrite;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a new image of one that the registry has; of an index, a new index of all of its images, or of one of them a single
 * image. What does not change is mounted where it is not there already, manifests are written after what they name, the tag
 * last. Belongs to the context that runs it.
 */
public final class Rewriting {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_MANIFESTS = 1_000;

    private final Registry registry;
    private final ImageRewrite request;
    private final ImageEdit edit;
    private final RepositoryContent target;
    private final Set<String> warnings = new LinkedHashSet<>();
    /** An index may name one image very often, in indexes that are named very often themselves: each is rewritten once. */
    private final Map<Digest, Optional<Descriptor>> become = new HashMap<>();
    /** The digests of those that stay what they were. */
    private final Set<String> unchanged = new HashSet<>();

    private Rewriting(
            Registry registry,
            UploadSettings settings,
            ImageRewrite request,
            Function<RepositoryContent, ImageEdit> edit,
            Task task) {
        this.registry = registry;
        this.request = request;
        this.target = new RepositoryContent(registry, request.target().repository(), settings, task);
        this.edit = edit.apply(target);
    }

    /** Prepares another config or other annotations. */
    public static Rewriting edit(Registry registry, TransferConfig config, EditImageRequest request, Task task) {
        UploadSettings settings = UploadSettings.of(PushOptions.CONFIGURED, config);
        return new Rewriting(registry, settings, request, content -> new ConfigEdit(request.changes()), task);
    }

    /** Prepares another base. */
    public static Rewriting rebase(Registry registry, TransferConfig config, RebaseImageRequest request, Task task) {
        UploadSettings settings = UploadSettings.of(PushOptions.CONFIGURED, config);
        return new Rewriting(registry, settings, request, content -> new OtherBase(request, content), task);
    }

    /** Prepares more layers, which are brought to the registry before anything is written. */
    public static Rewriting append(
            Vertx vertx,
            Registry registry,
            TransferConfig config,
            Packing packing,
            AppendImageRequest request,
            List<NewLayer> layers,
            Task task) {
        PushOptions options = new PushOptions(null, request.compression(), null, null, null, null, null);
        UploadSettings settings = UploadSettings.of(options, config);
        return new Rewriting(
                registry,
                settings,
                request,
                content -> new LayersOnTop(vertx, packing, settings, request, layers, content),
                task);
    }

    /** A manifest that is not written yet, but all that it names is; of an image with its platform. */
    private record Rewritten(Manifest manifest, ObjectNode platform) {}

    /**
     * Rewrites; fails with {@code NOT_FOUND} where there is no such image or an index has none for the platform, with {@code
     * UNSUPPORTED} where it is no image, and as writing blobs and manifests does.
     */
    public Future<AssembledImage> run() {
        return target.manifest(request.repository(), request.reference())
                .compose(this::chosen)
                .compose(top -> top.isIndex() ? index(top, 1) : image(top))
                .compose(done -> write(done));
    }

    private Future<Manifest> chosen(Manifest top) {
        return request.platform() == null || !top.isIndex()
                ? Future.succeededFuture(top)
                : WishedImage.of(
                        wish(),
                        top,
                        entry -> target.manifest(
                                request.repository(), entry.digest().toString()));
    }

    private PlatformWish wish() {
        return PlatformWish.of(
                registry.origin().authority() + "/" + request.repository() + Names.at(request.reference()),
                request.platform());
    }

    private EditableImage fitting(Manifest manifest, EditableImage image) {
        if (EditableImage.isImage(manifest)) {
            wish().check(image.parsedConfig().platform());
        }
        return image;
    }

    private Future<Rewritten> image(Manifest manifest) {
        return EditableImage.read(target, request.repository(), manifest)
                .map(image -> fitting(manifest, image))
                .compose(image -> edit.apply(image)
                        .compose(done -> new ImageDelivery(target).bring(image))
                        .map(done -> new Rewritten(image.finished(), image.platform())));
    }

    private Future<Rewritten> index(Manifest manifest, int depth) {
        if (depth > MAX_DEPTH) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED,
                    "the indexes of " + request.repository() + " are nested more than " + MAX_DEPTH + " deep");
        }
        EditableIndex index = new EditableIndex(request.repository(), manifest);
        return InOrder.each(index.images(), child -> rewriteOnce(child, depth))
                .compose(done -> InOrder.each(index.attestations(), this::keep))
                .map(done -> {
                    index.renew(become, unchanged);
                    edit.applyToIndex(index.tree());
                    return new Rewritten(index.finished(), null);
                });
    }

    /** An attestation is of the image as it was. */
    private Future<Void> keep(EditableIndex.Attestation attestation) {
        if (!unchanged.contains(attestation.of())) {
            warnings.add("attestations are left out: they are of the image as it was");
            return Future.succeededFuture();
        }
        Digest digest = attestation.digest();
        if (become.containsKey(digest)) {
            return Future.succeededFuture();
        }
        checkCount();
        return target.bring(request.repository(), digest).onSuccess(done -> become.put(digest, Optional.empty()));
    }

    private void checkCount() {
        if (become.size() >= MAX_MANIFESTS) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            "the index " + request.repository() + Names.at(request.reference()) + " has more than "
                                    + MAX_MANIFESTS + " manifests")
                    .withHint("take one of its images: --platform, or platform in the message");
        }
    }

    private Future<Void> rewriteOnce(Digest digest, int depth) {
        return become.containsKey(digest)
                ? Future.succeededFuture()
                : rewrite(digest, depth).mapEmpty();
    }

    /** Succeeds with what a manifest of an index has become; empty where it stays as it is. */
    private Future<Optional<Descriptor>> rewrite(Digest digest, int depth) {
        checkCount();
        return target.manifest(request.repository(), digest.toString())
                .compose(manifest -> rewrite(manifest, depth))
                .onSuccess(now -> has(digest, now));
    }

    private void has(Digest digest, Optional<Descriptor> now) {
        become.put(digest, now);
        if (now.map(Descriptor::digest).filter(to -> !to.equals(digest)).isEmpty()) {
            unchanged.add(digest.toString());
        }
    }

    private Future<Optional<Descriptor>> rewrite(Manifest manifest, int depth) {
        if (!manifest.isIndex() && !EditableImage.isImage(manifest)) {
            return target.bring(request.repository(), manifest.digest()).map(Optional.empty());
        }
        return (manifest.isIndex() ? index(manifest, depth + 1) : image(manifest))
                .map(Rewritten::manifest)
                .compose(now -> put(now).map(Optional.of(Descriptor.of(now.mediaType(), now.digest(), now.size()))));
    }

    private Future<Void> put(Manifest child) {
        return target.put(child.digest().toString(), child.mediaType(), child.content());
    }

    private Future<AssembledImage> write(Rewritten top) {
        Manifest manifest = top.manifest();
        String tag = request.target().tagOrLatest();
        return target.put(tag, manifest.mediaType(), manifest.content()).map(done -> reply(tag, top));
    }

    private AssembledImage reply(String tag, Rewritten top) {
        Manifest manifest = top.manifest();
        ImageReference name = new ImageReference(
                registry.origin().authority(), request.target().repository(), tag, null);
        Delivered delivered = target.delivered();
        return new AssembledImage(
                name.toString(),
                manifest.digest(),
                manifest.mediaType(),
                manifest.isIndex() ? manifest.manifests() : List.of(described(top)),
                delivered.uploaded(),
                delivered.skipped(),
                delivered.mounted(),
                delivered.bytes(),
                List.copyOf(warnings));
    }

    private static Descriptor described(Rewritten image) {
        Manifest manifest = image.manifest();
        ObjectNode tree = Trees.descriptor(manifest.mediaType(), manifest.digest(), manifest.size());
        if (image.platform() != null) {
            tree.set("platform", image.platform());
        }
        return Descriptor.parse(tree, FailureKind.INTERNAL, "the new image");
    }
}
