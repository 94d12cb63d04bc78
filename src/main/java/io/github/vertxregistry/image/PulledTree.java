package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an image that is pulled consists of.
 *
 * @param name what was asked for
 * @param top points at the manifest or index that stands for it
 * @param manifests all its manifests and indexes as the registry has them, each once, parents before children
 * @param referrers the manifests of what refers to it
 * @param signed what cosign's tags name for it
 * @param configs the configs that were read, by their descriptors
 * @param absent foreign layers that the registry lacks
 * @param plain what layers become that are decompressed, by the digests that the registry has them under
 * @param rebuilt the manifest with those layers in it, or null
 */
record PulledTree(
        ImageReference name,
        Descriptor top,
        List<Manifest> manifests,
        List<Manifest> referrers,
        List<Signed> signed,
        Map<Descriptor, Buffer> configs,
        List<Descriptor> absent,
        Map<Digest, Descriptor> plain,
        Manifest rebuilt) {
    PulledTree {
        Objects.requireNonNull(name);
        Objects.requireNonNull(top);
        manifests = List.copyOf(manifests);
        referrers = List.copyOf(referrers);
        signed = List.copyOf(signed);
        configs = Map.copyOf(configs);
        absent = List.copyOf(absent);
        plain = Map.copyOf(plain);
    }

    /**
     * A manifest that one of cosign's tags names.
     *
     * @param tag the tag
     * @param manifest the manifest
     */
    record Signed(String tag, Manifest manifest) {}

    /**
     * A layer that is compressed.
     *
     * @param repository where it is
     * @param packed the layer as the registry has it
     * @param diffId what it decompresses to
     */
    record PackedLayer(String repository, Descriptor packed, Digest diffId) {}

    /**
     * A blob of the registry and what is written of it.
     *
     * @param blob the blob
     * @param placed what is written: the same, or the decompressed layer
     */
    record Placed(Descriptor blob, Descriptor placed) {}

    /** Returns the manifest or index that stands for the image. */
    Manifest root() {
        return rebuilt == null ? manifests.get(0) : rebuilt;
    }

    /** Returns all manifests and indexes as they are written. */
    List<Manifest> documents() {
        return Stream.of(Stream.of(root()), manifests.stream().skip(1), additions())
                .flatMap(each -> each)
                .toList();
    }

    private Stream<Manifest> additions() {
        return Stream.concat(referrers.stream(), signed.stream().map(Signed::manifest))
                .distinct();
    }

    /** Returns all blobs that come from the registry: layers, and configs that were not read. */
    List<Placed> blobs() {
        List<Descriptor> blobs = new ArrayList<>();
        Stream.concat(manifests.stream(), additions()).forEach(manifest -> {
            manifest.layers().stream().filter(layer -> !absent.contains(layer)).forEach(blobs::add);
            if (manifest.config() != null && !configs.containsKey(manifest.config())) {
                blobs.add(manifest.config());
            }
        });
        return blobs.stream()
                .distinct()
                .map(blob -> new Placed(blob, plain.getOrDefault(blob.digest(), blob)))
                .toList();
    }

    /** Returns the config of the one image, if it is one and its config was read. */
    Optional<ImageConfig> config() {
        Descriptor config = manifests.get(0).config();
        Buffer bytes = config == null ? null : configs.get(config);
        return bytes == null
                ? Optional.empty()
                : Optional.of(ImageConfig.parse(bytes.getBytes(), FailureKind.REGISTRY_FAULT, "the config of " + name));
    }

    /** Returns the config of an image that docker loads; fails with {@code UNSUPPORTED} and that way out where it is none. */
    ImageConfig loadable(String wayOut) {
        Manifest image = manifests.get(0);
        ImageConfig config = config().orElseThrow(() -> RegistryException.of(
                        FailureKind.UNSUPPORTED,
                        name + " is no image that docker could load: it is of the type "
                                + (image.config() == null
                                        ? image.mediaType()
                                        : image.config().mediaType()))
                .withHint(wayOut));
        if (config.diffIds().size() != image.layers().size()) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            "the image " + name + " contradicts itself: its manifest has "
                                    + image.layers().size() + " layers, its config "
                                    + config.diffIds().size())
                    .withRetry(false, 0);
        }
        return config;
    }

    /** Returns the layers that are compressed. */
    List<PackedLayer> packedLayers() {
        List<Digest> diffIds =
                loadable("take it as it is: --layers keep (field 'layers')").diffIds();
        List<Descriptor> layers = manifests.get(0).layers();
        List<PackedLayer> packed = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            if (!layers.get(i).digest().equals(diffIds.get(i)) && !absent.contains(layers.get(i))) {
                packed.add(new PackedLayer(name.repository(), layers.get(i), diffIds.get(i)));
            }
        }
        return packed;
    }

    /** Returns the same with all layers decompressed, which have those lengths, and a manifest that says so. */
    PulledTree decompressed(Map<Digest, Long> sizes) {
        Map<Digest, Descriptor> forms = new HashMap<>();
        boolean oci = manifests.get(0).mediaType().equals(MediaType.OCI_MANIFEST);
        String type = oci ? MediaType.OCI_LAYER : MediaType.DOCKER_LAYER;
        for (PackedLayer layer : packedLayers()) {
            Digest digest = layer.packed().digest();
            forms.put(digest, Descriptor.of(type, layer.diffId(), sizes.get(digest)));
        }
        if (forms.isEmpty()) {
            return this;
        }
        Manifest changed = changed(forms);
        Descriptor changedTop = new Descriptor(
                changed.mediaType(),
                changed.size(),
                changed.digest(),
                List.of(),
                Map.of(),
                top.platform(),
                top.artifactType());
        return new PulledTree(name, changedTop, manifests, referrers, signed, configs, absent, forms, changed);
    }

    private Manifest changed(Map<Digest, Descriptor> forms) {
        Manifest before = manifests.get(0);
        ObjectNode tree = Trees.read(before.content().getBytes(), "the manifest of " + name);
        ArrayNode layers = (ArrayNode) tree.get("layers");
        for (int i = 0; i < layers.size(); i++) {
            Descriptor form = forms.get(before.layers().get(i).digest());
            if (form != null) {
                layers.set(i, Trees.descriptor(form.mediaType(), form.digest(), form.size()));
            }
        }
        return Manifest.parse(
                JsonBinding.toBytes(tree), before.mediaType(), FailureKind.REGISTRY_FAULT, "the manifest of " + name);
    }
}
