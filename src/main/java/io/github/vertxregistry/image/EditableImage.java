package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * One image, its manifest and its config as trees that are changed in place: what is not changed stays as it is, fields that we
 * do not know included, and a document in which nothing changes keeps its bytes.
 */
final class EditableImage {
    private final String repository;
    private final Manifest source;
    private final byte[] sourceConfig;
    private final ObjectNode manifest;
    private final ObjectNode config;
    private final List<Layer> layers = new ArrayList<>();
    private byte[] newConfig;

    /** A layer: its descriptor as the manifest has it, and the bytes of one that comes from here, or the repository that has it. */
    record Layer(ObjectNode descriptor, ByteSource bytes, String repository) {
        /** Returns a layer that the repository where the image goes has already. */
        static Layer isThere(ObjectNode descriptor) {
            return new Layer(descriptor, null, null);
        }

        Descriptor parsed() {
            return Descriptor.parse(descriptor, FailureKind.REGISTRY_FAULT, "a layer");
        }
    }

    private EditableImage(String repository, Manifest source, byte[] sourceConfig) {
        String what = "the manifest " + repository + "@" + source.digest();
        this.repository = repository;
        this.source = source;
        this.sourceConfig = sourceConfig;
        this.manifest = Trees.read(source.content().getBytes(), what);
        this.config = sourceConfig == null ? null : Trees.read(sourceConfig, "the config of " + what);
        manifest.path("layers").forEach(layer -> layers.add(new Layer((ObjectNode) layer, null, repository)));
    }

    /** Reads the config to a manifest; what has none of an image can be given other annotations alone. */
    static Future<EditableImage> read(RepositoryContent content, String repository, Manifest manifest) {
        if (!isImage(manifest)) {
            return Future.succeededFuture(new EditableImage(repository, manifest, null));
        }
        return content.config(repository, manifest).map(bytes -> {
            EditableImage image = new EditableImage(repository, manifest, bytes.getBytes());
            image.checkDiffIds();
            return image;
        });
    }

    /** Returns whether a manifest is that of a runnable image, and not of another artifact. */
    static boolean isImage(Manifest manifest) {
        return manifest.config() != null
                && MediaType.isImageConfig(manifest.config().mediaType());
    }

    private void checkDiffIds() {
        int diffIds = parsedConfig().diffIds().size();
        if (diffIds != layers.size()) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            "the image " + name() + " contradicts itself: its manifest has " + layers.size()
                                    + " layers, its config " + diffIds)
                    .withHint("no tool can unpack it: push it anew")
                    .withRetry(false, 0);
        }
    }

    /** Names the image as it was found, in messages. */
    String name() {
        return repository + "@" + source.digest();
    }

    /** Returns the digest of its manifest as it was found. */
    Digest digest() {
        return source.digest();
    }

    /** Returns whether it is of Docker's kind, in which it stays. */
    boolean isDocker() {
        return source.mediaType().equals(MediaType.DOCKER_MANIFEST);
    }

    /** Returns the manifest, but for its layers and its config's digest and size, which {@link #finished()} writes. */
    ObjectNode manifest() {
        return manifest;
    }

    /** Returns the config; fails with {@code UNSUPPORTED} where this is no image. */
    ObjectNode config() {
        if (config == null) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED,
                            name() + " is an artifact, which has no config or layers of an image to change")
                    .withHint("of an artifact the annotations can be changed, and it can be pushed anew");
        }
        return config;
    }

    /** Returns the part of the config that tells how a container is run; it is made where it is missing. */
    ObjectNode container() {
        JsonNode container = config().path("config");
        return container.isObject() ? (ObjectNode) container : config().putObject("config");
    }

    /** Returns what the config tells by now. */
    ImageConfig parsedConfig() {
        return ImageConfig.parse(JsonBinding.toBytes(config()), FailureKind.REGISTRY_FAULT, "the config of " + name());
    }

    /** Returns the layers, lowest first; the list can be changed. */
    List<Layer> layers() {
        return layers;
    }

    /** Returns the list of that name in the config, made where it is missing. */
    ArrayNode diffIds() {
        JsonNode rootfs = config().path("rootfs");
        ObjectNode there = rootfs.isObject()
                ? (ObjectNode) rootfs
                : config().putObject("rootfs").put("type", "layers");
        JsonNode diffIds = there.path("diff_ids");
        return diffIds.isArray() ? (ArrayNode) diffIds : there.putArray("diff_ids");
    }

    /** Puts a layer on top. A history that tells of every layer goes on doing so, and none is begun for only the last. */
    void append(Layer layer, Digest diffId, String createdBy, String created) {
        boolean complete = config().path("history").isArray() && stepsWithLayer() == layers.size();
        diffIds().add(diffId.toString());
        layers.add(layer);
        if (complete) {
            ObjectNode step = ((ArrayNode) config().path("history")).addObject();
            String time = created == null ? config().path("created").asText(null) : created;
            if (time != null) {
                step.put("created", time);
            }
            step.put("created_by", createdBy);
        }
    }

    private long stepsWithLayer() {
        return parsedConfig().history().stream()
                .filter(step -> !step.emptyLayer())
                .count();
    }

    /** Returns the config's bytes, or null where this is no image; they are made once, when nothing changes it any more. */
    byte[] configBytes() {
        if (newConfig == null) {
            boolean same = config == null || config.equals(Trees.read(sourceConfig, "the config"));
            newConfig = same ? sourceConfig : JsonBinding.toBytes(config);
        }
        return newConfig;
    }

    /** Returns whether the config is the one that the repository of the image has. */
    boolean keepsConfig() {
        return configBytes() == sourceConfig;
    }

    /** Returns the config's descriptor as the finished manifest has it. */
    Descriptor finishedConfig() {
        byte[] bytes = configBytes();
        return keepsConfig()
                ? source.config()
                : Descriptor.of(source.config().mediaType(), Digest.sha256(bytes), bytes.length);
    }

    /** Returns the repository that the image was read from. */
    String repository() {
        return repository;
    }

    /** Returns the platform as an index tells it, or null. */
    ObjectNode platform() {
        return config == null ? null : Trees.platform(config);
    }

    /** Returns the new manifest. */
    Manifest finished() {
        if (!keepsConfig()) {
            ObjectNode descriptor = (ObjectNode) manifest.path("config");
            Descriptor now = finishedConfig();
            descriptor.put("size", now.size()).put("digest", now.digest().toString());
            // A copy of the old config within the descriptor (OCI Image Spec, "Embedded Content").
            descriptor.remove("data");
        }
        if (manifest.has("layers")) {
            ArrayNode list = manifest.putArray("layers");
            layers.forEach(layer -> list.add(layer.descriptor()));
        }
        byte[] before = source.content().getBytes();
        byte[] bytes = manifest.equals(Trees.read(before, "the manifest")) ? before : JsonBinding.toBytes(manifest);
        return Manifest.parse(bytes, source.mediaType(), FailureKind.INTERNAL, "the new manifest of " + name());
    }
}
