package io.github.vertxregistry.image;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.MediaType;
import java.util.Map;

/** The media types of layers in manifests of Docker's kind and of OCI's: never both in one, which skopeo refuses. */
final class LayerTypes {
    private static final Map<String, String> TO_DOCKER = Map.of(
            MediaType.OCI_LAYER, MediaType.DOCKER_LAYER,
            MediaType.OCI_LAYER_GZIP, MediaType.DOCKER_LAYER_GZIP);
    private static final Map<String, String> TO_OCI = Map.of(
            MediaType.DOCKER_LAYER, MediaType.OCI_LAYER,
            MediaType.DOCKER_LAYER_GZIP, MediaType.OCI_LAYER_GZIP);

    private LayerTypes() {}

    /** Returns the type of a layer in such a manifest; Docker's know no zstd, which fails with {@code BAD_REQUEST}. */
    static String of(Compression compression, boolean docker, String image) {
        String type = compression == Compression.NONE
                ? MediaType.OCI_LAYER
                : compression == Compression.GZIP ? MediaType.OCI_LAYER_GZIP : MediaType.OCI_LAYER_ZSTD;
        return converted(type, docker, image);
    }

    /** Returns the type that stands for the same in such a manifest. */
    static String converted(String type, boolean docker, String image) {
        if (docker && type.equals(MediaType.OCI_LAYER_ZSTD)) {
            throw RegistryException.badField(
                            "compression", "is zstd, but " + image + " is of Docker's kind, which knows no such layers")
                    .withHint("take gzip, or push the image as an OCI one");
        }
        return (docker ? TO_DOCKER : TO_OCI).getOrDefault(type, type);
    }
}
