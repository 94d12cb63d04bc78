package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.BlobDelivery.Delivered;
import io.github.vertxregistry.image.EditableImage.Layer;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageRewrite;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
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
    /** Set by BuildKit on what it attests of an image, by that image's digest. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

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
                        .compose(done -> bring(image))
                        .map(done -> new Rewritten(image.finished(), image.platform())));
    }

    private Future<Void> bring(EditableImage image) {
        return bringLayers(image).compose(done -> bringConfig(image));
    }

    private Future<Void> bringLayers(EditableImage image) {
        return InOrder.each(image.layers(), layer -> {
                    if (layer.bytes() != null) {
                        return target.upload(layer.parsed(), layer.bytes());
                    }
                    return Future.succeededFuture();
                })
                .compose(done -> InOrder.each(repositories(image), from -> target.mount(from, layersOf(image, from))));
    }

    private static List<String> repositories(EditableImage image) {
        return image.layers().stream()
                .filter(layer -> layer.bytes() == null && layer.repository() != null)
                .map(Layer::repository)
                .distinct()
                .toList();
    }

    /** Foreign layers need not be in a registry. */
    private static List<Descriptor> layersOf(EditableImage image, String repository) {
        return image.layers().stream()
                .filter(layer -> layer.bytes() == null && repository.equals(layer.repository()))
                .map(Layer::parsed)
                .filter(layer -> !MediaType.isForeignLayer(layer.mediaType()))
                .distinct()
                .toList();
    }

    private Future<Void> bringConfig(EditableImage image) {
        Descriptor config = image.finishedConfig();
        return image.keepsConfig()
                ? target.mount(image.repository(), config == null ? List.of() : List.of(config))
                : target.upload(config, new BytesSource(image.configBytes(), "the new config of " + image.name()));
    }

    private Future<Rewritten> index(Manifest index, int depth) {
        if (depth > MAX_DEPTH) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED,
                    "the indexes of " + request.repository() + " are nested more than " + MAX_DEPTH + " deep");
        }
        String what = "the index " + request.repository() + "@" + index.digest();
        ObjectNode tree = Trees.read(index.content().getBytes(), what);
        List<ObjectNode> attestations = new ArrayList<>();
        List<ObjectNode> images = new ArrayList<>();
        tree.path("manifests").forEach(child -> (isAttestation(child) ? attestations : images).add((ObjectNode) child));
        return InOrder.each(images, child -> rewrite(child, depth))
                .compose(done -> InOrder.each(attestations, this::keep))
                .map(done -> new Rewritten(rewritten(index, tree, what), null));
    }

    private static boolean isAttestation(JsonNode child) {
        return child.path("annotations").has(ATTESTED);
    }

    /** A document in which nothing changes keeps its bytes. */
    private Manifest rewritten(Manifest index, ObjectNode tree, String what) {
        byte[] before = index.content().getBytes();
        JsonNode children = tree.path("manifests");
        ArrayNode list = tree.putArray("manifests");
        children.forEach(child -> {
            if (!isAttestation(child)) {
                list.add(renewed((ObjectNode) child));
            } else if (isKept(child)) {
                list.add(child);
            }
        });
        edit.applyToIndex(tree);
        byte[] bytes = tree.equals(Trees.read(before, what)) ? before : JsonBinding.toBytes(tree);
        return Manifest.parse(bytes, index.mediaType(), FailureKind.INTERNAL, what);
    }

    /** An attestation is of the image as it was. */
    private boolean isKept(JsonNode attestation) {
        return unchanged.contains(attestation.path("annotations").path(ATTESTED).asText());
    }

    private Future<Void> keep(ObjectNode attestation) {
        if (!isKept(attestation)) {
            warnings.add("attestations are left out: they are of the image as it was");
            return Future.succeededFuture();
        }
        Digest digest = digest(attestation);
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

    private static Digest digest(JsonNode descriptor) {
        return Digest.of(descriptor.path("digest").asText());
    }

    private Future<Void> rewrite(ObjectNode descriptor, int depth) {
        Digest digest = digest(descriptor);
        return become.containsKey(digest)
                ? Future.succeededFuture()
                : rewrite(digest, depth).mapEmpty();
    }

    private ObjectNode renewed(ObjectNode descriptor) {
        Digest digest = digest(descriptor);
        become.get(digest).filter(now -> !now.digest().equals(digest)).ifPresent(now -> {
            // A copy of the old manifest within the descriptor (OCI Image Spec, "Embedded Content").
            descriptor.remove("data");
            descriptor.put("size", now.size()).put("digest", now.digest().toString());
        });
        return descriptor;
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
