package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture.Layer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents of an OCI image layout, made of fixtures. */
public final class OciParts {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final JsonArray index = new JsonArray();
    private boolean typed = true;

    /** Returns where a blob lies. */
    public static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    /** Returns a descriptor of those bytes. */
    public static JsonObject descriptor(String mediaType, byte[] bytes) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", Digest.sha256(bytes).toString())
                .put("size", bytes.length);
    }

    /** Adds a blob. */
    public OciParts blob(byte[] bytes) {
        files.put(path(Digest.sha256(bytes)), bytes);
        return this;
    }

    /** Adds config, layers and manifest of an image, and returns the manifest's bytes. */
    public byte[] image(ImageTarFixture image) {
        blob(image.config());
        image.layers().forEach(layer -> blob(layer.stored()));
        byte[] manifest = manifest(image);
        blob(manifest);
        return manifest;
    }

    /** Returns an image's OCI manifest. */
    public static byte[] manifest(ImageTarFixture image) {
        JsonArray layers = new JsonArray();
        image.layers().forEach(layer -> layers.add(descriptor(layerType(layer), layer.stored())));
        return ImageTarFixture.json(new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", descriptor(MediaType.OCI_CONFIG, image.config()))
                .put("layers", layers));
    }

    private static String layerType(Layer layer) {
        return layer.compression() == Compression.NONE
                ? MediaType.OCI_LAYER
                : MediaType.OCI_LAYER + "+" + layer.compression();
    }

    /** Returns an index of those descriptors. */
    public static byte[] index(List<JsonObject> descriptors) {
        return ImageTarFixture.json(new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", new JsonArray(List.copyOf(descriptors))));
    }

    /** Returns a manifest's descriptor with the image's platform. */
    public static JsonObject withPlatform(byte[] manifest, ImageTarFixture image) {
        return descriptor(MediaType.OCI_MANIFEST, manifest)
                .put(
                        "platform",
                        new JsonObject()
                                .put("os", image.platform().os())
                                .put("architecture", image.platform().architecture()));
    }

    /** Returns the descriptor of an attestation of that image. */
    public static JsonObject attestation(byte[] manifest, byte[] image) {
        return descriptor(MediaType.OCI_MANIFEST, manifest)
                .put("platform", new JsonObject().put("os", "unknown").put("architecture", "unknown"))
                .put(
                        "annotations",
                        new JsonObject()
                                .put(
                                        "vnd.docker.reference.digest",
                                        Digest.sha256(image).toString())
                                .put("vnd.docker.reference.type", "attestation-manifest"));
    }

    /** Leaves out the media type of {@code index.json}, as podman and skopeo do. */
    public OciParts untyped() {
        typed = false;
        return this;
    }

    /** Lists a descriptor in {@code index.json}. */
    public OciParts list(JsonObject descriptor) {
        index.add(descriptor);
        return this;
    }

    /** Lists a descriptor under a name as podman, buildah and jib write it. */
    public OciParts list(JsonObject descriptor, String name) {
        return list(
                descriptor.copy().put("annotations", new JsonObject().put("org.opencontainers.image.ref.name", name)));
    }

    /** Lists a descriptor as docker and buildx write it: the name with its host spelt out, and the tag alone. */
    public OciParts listAsContainerd(JsonObject descriptor, String name) {
        ImageReference reference = ImageReference.of(name);
        JsonObject annotations = descriptor
                .getJsonObject("annotations", new JsonObject())
                .copy()
                .put("io.containerd.image.name", withHost(reference, name))
                .put("org.opencontainers.image.ref.name", reference.tagOrLatest());
        return list(descriptor.copy().put("annotations", annotations));
    }

    private static String withHost(ImageReference reference, String name) {
        if (reference.hostName().isPresent()) {
            return name;
        }
        return (reference.repository().contains("/") ? "docker.io/" : "docker.io/library/") + name;
    }

    /** Returns all files, the two that make it a layout included. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        JsonObject document = new JsonObject().put("schemaVersion", 2);
        if (typed) {
            document.put("mediaType", MediaType.OCI_INDEX);
        }
        all.put("index.json", ImageTarFixture.json(document.put("manifests", index)));
        all.put("oci-layout", ImageTarFixture.json(new JsonObject().put("imageLayoutVersion", "1.0.0")));
        return all;
    }

    /** Adds all files to a tar. */
    public TarBuilder addTo(TarBuilder tar) {
        tar.folder("blobs").folder("blobs/sha256");
        files().forEach(tar::file);
        return tar;
    }
}
