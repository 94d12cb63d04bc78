package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an image that is pulled consists of.
 *
 * @param name what was asked for
 * @param top points at the manifest or index that stands for it
 * @param manifests all its manifests and indexes, each once, parents before children
 * @param configs the configs that were read, by their descriptors
 * @param absent foreign layers that the registry lacks
 */
record PulledTree(
        ImageReference name,
        Descriptor top,
        List<Manifest> manifests,
        Map<Descriptor, Buffer> configs,
        List<Descriptor> absent) {
    PulledTree {
        Objects.requireNonNull(name);
        Objects.requireNonNull(top);
        manifests = List.copyOf(manifests);
        configs = Map.copyOf(configs);
        absent = List.copyOf(absent);
    }

    /** Returns the manifest or index that stands for the image. */
    Manifest root() {
        return manifests.get(0);
    }

    /** Returns all blobs that are to be pulled: layers, and configs that were not read. */
    List<Descriptor> blobs() {
        List<Descriptor> blobs = new ArrayList<>();
        for (Manifest manifest : manifests) {
            manifest.layers().stream().filter(layer -> !absent.contains(layer)).forEach(blobs::add);
            if (manifest.config() != null && !configs.containsKey(manifest.config())) {
                blobs.add(manifest.config());
            }
        }
        return blobs;
    }

    /** Returns the config of the one image, read, or null where there is none. */
    ImageConfig config() {
        Descriptor config = root().config();
        Buffer bytes = config == null ? null : configs.get(config);
        return bytes == null || !MediaType.isImageConfig(config.mediaType())
                ? null
                : ImageConfig.parse(
                        bytes.getBytes(),
                        io.github.vertxregistry.error.FailureKind.REGISTRY_FAULT,
                        "the config of " + name);
    }
}
