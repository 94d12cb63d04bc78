package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
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

    /** Returns the descriptor of an attestation. */
    public static JsonObject attestation(byte[] manifest) {
        return descriptor(MediaType.OCI_MANIFEST, manifest)
                .put("platform", new JsonObject().put("os", "unknown").put("architecture", "unknown"))
                .put("annotations", new JsonObject().put("vnd.docker.reference.type", "attestation-manifest"));
    }

    /** Lists a descriptor in {@code index.json}. */
    public OciParts list(JsonObject descriptor) {
        index.add(descriptor);
        return this;
    }

    /** Lists a descriptor under a name as docker and containerd write it. */
    public OciParts list(JsonObject descriptor, String name) {
        int colon = name.lastIndexOf(':');
        JsonObject annotations = new JsonObject()
                .put("io.containerd.image.name", name)
                .put("org.opencontainers.image.ref.name", name.substring(colon + 1));
        return list(descriptor.copy().put("annotations", annotations));
    }

    /** Returns all files, the two that make it a layout included. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.put(
                "index.json",
                ImageTarFixture.json(new JsonObject()
                        .put("schemaVersion", 2)
                        .put("mediaType", MediaType.OCI_INDEX)
                        .put("manifests", index)));
        all.put("oci-layout", ImageTarFixture.json(new JsonObject().put("imageLayoutVersion", "1.0.0")));
        return all;
    }

    /** Adds all files to a tar. */
    public TarBuilder addTo(TarBuilder tar) {
        files().forEach(tar::file);
        return tar;
    }
}
