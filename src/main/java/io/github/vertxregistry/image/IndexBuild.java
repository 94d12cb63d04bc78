package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.CreateIndexRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds an index of images that the registry has (OCI Image Spec, "Image Index"; Docker "Manifest List"). Platforms are read
 * from the configs; of an index all that it lists is taken as it describes it. Images of other repositories are mounted. Belongs
 * to the context that runs it.
 */
public final class IndexBuild {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_IMAGES = 1_000;

    private final Registry registry;
    private final CreateIndexRequest request;
    private final RepositoryContent target;
    private final Map<Listed, Entry> entries = new LinkedHashMap<>();
    /** Indexes within others whose entries are in, or are being put in: an index may be named very often. */
    private final Set<Digest> flattened = new HashSet<>();

    /** Prepares an index in that registry. */
    public IndexBuild(Registry registry, TransferConfig config, CreateIndexRequest request, Task task) {
        this.registry = registry;
        this.request = request;
        UploadSettings settings = UploadSettings.of(PushOptions.CONFIGURED, config);
        this.target = new RepositoryContent(registry, request.repository(), settings, task);
    }

    /** One image of the index: its descriptor as it will stand there, and the repository that has it. */
    private record Entry(ObjectNode descriptor, String repository) {
        Digest digest() {
            return Digest.of(descriptor.path("digest").asText());
        }

        boolean isDocker() {
            return descriptor.path("mediaType").asText().equals(MediaType.DOCKER_MANIFEST);
        }
    }

    /** One manifest may be that of several platforms. */
    private record Listed(Digest digest, JsonNode platform) {}

    /**
     * Builds it, children before parents; fails with {@code NOT_FOUND}, with {@code BAD_REQUEST} where two images are for one
     * platform, with {@code LIMIT_EXCEEDED} where indexes are nested too deep, and as writing a manifest does.
     */
    public Future<AssembledImage> run() {
        return InOrder.each(request.images(), this::gather)
                .compose(done -> {
                    checkPlatforms();
                    return InOrder.each(
                            List.copyOf(entries.values()), entry -> target.bring(entry.repository(), entry.digest()));
                })
                .compose(done -> write());
    }

    private Future<Void> gather(ImageReference image) {
        return target.manifest(image.repository(), image.reference())
                .compose(manifest -> manifest.isIndex()
                        ? flatten(manifest, image.repository(), 1)
                        : describe(manifest, image.repository()).map(entry -> isListed(entry) ? null : add(entry)));
    }

    private Future<Void> flatten(Manifest index, String repository, int depth) {
        if (depth > MAX_DEPTH) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED,
                    "the indexes of " + repository + " are nested more than " + MAX_DEPTH + " deep");
        }
        JsonNode tree = Trees.read(index.content().getBytes(), "the index " + repository + "@" + index.digest());
        List<JsonNode> children = new ArrayList<>();
        tree.path("manifests").forEach(children::add);
        return InOrder.each(children, child -> {
            Entry entry = new Entry((ObjectNode) child, repository);
            return MediaType.isIndex(child.path("mediaType").asText())
                    ? nested(entry, depth)
                    : Future.succeededFuture(add(entry));
        });
    }

    private Future<Void> nested(Entry index, int depth) {
        if (!flattened.add(index.digest())) {
            return Future.succeededFuture();
        }
        checkCount(flattened.size());
        return target.manifest(index.repository(), index.digest().toString())
                .compose(manifest -> flatten(manifest, index.repository(), depth + 1));
    }

    private boolean isListed(Entry entry) {
        return entries.keySet().stream().anyMatch(listed -> listed.digest().equals(entry.digest()));
    }

    private Void add(Entry entry) {
        entries.putIfAbsent(new Listed(entry.digest(), entry.descriptor().path("platform")), entry);
        checkCount(entries.size());
        return null;
    }

    private static void checkCount(int manifests) {
        if (manifests > MAX_IMAGES) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED, "the index would list more than " + MAX_IMAGES + " manifests");
        }
    }

    /** An artifact, whose config tells of no platform, is listed without one. */
    private Future<Entry> describe(Manifest image, String repository) {
        ObjectNode descriptor = Trees.descriptor(image.mediaType(), image.digest(), image.size());
        if (image.artifactType() != null) {
            descriptor.put("artifactType", image.artifactType());
        }
        Entry entry = new Entry(descriptor, repository);
        if (image.config() == null || !MediaType.isImageConfig(image.config().mediaType())) {
            return Future.succeededFuture(entry);
        }
        return target.config(repository, image).map(bytes -> {
            ObjectNode platform = Trees.platform(Trees.read(bytes.getBytes(), "the config of " + repository));
            if (platform != null) {
                descriptor.set("platform", platform);
            }
            return entry;
        });
    }

    /** Who pulls by platform gets the first that fits: a second one would never be found. */
    private void checkPlatforms() {
        Map<JsonNode, Entry> seen = new HashMap<>();
        for (Entry entry : entries.values()) {
            JsonNode platform = entry.descriptor().path("platform");
            boolean known =
                    platform.hasNonNull("os") && !platform.path("os").asText().equals("unknown");
            Entry other = known ? seen.putIfAbsent(platform, entry) : null;
            if (other != null) {
                throw RegistryException.badField(
                                "images",
                                "names two images for " + Trees.text(platform) + ": " + other.repository() + "@"
                                        + other.digest() + " and " + entry.repository() + "@" + entry.digest())
                        .withHint("leave out one of them");
            }
        }
    }

    private Future<AssembledImage> write() {
        boolean docker = isDocker();
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", docker ? MediaType.DOCKER_MANIFEST_LIST : MediaType.OCI_INDEX);
        ArrayNode list = tree.putArray("manifests");
        entries.values().forEach(entry -> list.add(entry.descriptor()));
        if (!request.annotations().isEmpty()) {
            ObjectNode annotations = tree.putObject("annotations");
            request.annotations().forEach(annotations::put);
        }
        byte[] bytes = JsonBinding.toBytes(tree);
        Manifest index = Manifest.parse(bytes, null, FailureKind.INTERNAL, "the new index");
        return target.put(request.tag(), index.mediaType(), Buffer.buffer(bytes))
                .map(done -> reply(index));
    }

    private boolean isDocker() {
        boolean all = entries.values().stream().allMatch(Entry::isDocker);
        if (request.format() == ManifestFormat.DOCKER
                && (!all || !request.annotations().isEmpty())) {
            throw RegistryException.badField(
                            "format",
                            all
                                    ? "is docker, but a Docker manifest list has no annotations"
                                    : "is docker, but not all images are Docker's: a Docker manifest list names no others")
                    .withHint("leave the format to auto, or take oci");
        }
        return request.format() == ManifestFormat.DOCKER
                || (request.format() == ManifestFormat.AUTO
                        && all
                        && request.annotations().isEmpty());
    }

    private AssembledImage reply(Manifest index) {
        ImageReference name =
                new ImageReference(registry.origin().authority(), request.repository(), request.tag(), null);
        var delivered = target.delivered();
        return new AssembledImage(
                name.toString(),
                index.digest(),
                index.mediaType(),
                index.manifests(),
                delivered.uploaded(),
                delivered.skipped(),
                delivered.mounted(),
                delivered.bytes(),
                List.of());
    }
}
