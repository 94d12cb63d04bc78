package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarManifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which manifests are pushed for an image, and the blobs that they need: the tar's own byte for byte where they can be
 * kept, else one that is built of config and layers as they stand. A built one is compact JSON with a fixed order of fields,
 * so that the same image always has the same digest.
 *
 * @param manifests children before parents; the last one is what a tag names
 * @param blobs each blob that goes as it stands, once
 * @param toPack each plain layer that is compressed on its way, once: until then the manifests are a draft
 * @param packed what those have become, by their digests
 * @param kept whether the manifests are the tar's own
 * @param dropped the platforms of the tar's own index that a built manifest leaves out
 * @param warnings what is lost by that, a sentence each
 */
record ManifestPlan(
        List<TarManifest> manifests,
        List<TarBlob> blobs,
        List<TarBlob> toPack,
        Map<Digest, TarBlob> packed,
        boolean kept,
        List<String> dropped,
        List<String> warnings) {
    ManifestPlan {
        manifests = List.copyOf(manifests);
        blobs = List.copyOf(blobs);
        toPack = List.copyOf(toPack);
        packed = Map.copyOf(packed);
        dropped = List.copyOf(dropped);
        warnings = List.copyOf(warnings);
    }

    /** The fields of a built manifest, in the order in which they are written. */
    private record Built(int schemaVersion, String mediaType, Descriptor config, List<Descriptor> layers) {}

    /**
     * Plans what is pushed of an image.
     *
     * @param packing what plain layers become on their way; null where each goes as it stands
     */
    static ManifestPlan of(TarImage image, ManifestFormat format, Compression packing) {
        boolean asIs = !image.kept().isEmpty() && (format == ManifestFormat.AUTO || isAll(image, format));
        Optional<String> obstacle = obstacle(image);
        List<TarBlob> plain = packing == null || obstacle.isPresent() ? List.of() : plainLayers(image);
        if (asIs && plain.isEmpty()) {
            return new ManifestPlan(image.kept(), image.blobs(), List.of(), Map.of(), true, List.of(), List.of());
        }
        obstacle.ifPresent(reason -> {
            throw RegistryException.badField("format", "is " + format + ", but " + reason)
                    .withHint("leave the format to auto: it is pushed as it stands");
        });
        boolean zstd = hasZstd(image) || (packing == Compression.ZSTD && !plain.isEmpty());
        if (zstd && format == ManifestFormat.DOCKER) {
            throw RegistryException.badField(
                            "format", "is docker, but a layer is zstd, which Docker manifests do not know")
                    .withHint("leave the format to auto, or take oci");
        }
        return build(image, zstd || format == ManifestFormat.OCI, plain, Map.of());
    }

    /** Returns why no manifest can be built that says of the image what the tar's own says. */
    private static Optional<String> obstacle(TarImage image) {
        return image.kept().stream()
                .map(ManifestPlan::parsed)
                .filter(manifest -> isOf(manifest, image))
                .findFirst()
                .flatMap(own -> {
                    if (!MediaType.isImageConfig(own.config().mediaType())) {
                        return Optional.of("the tar holds an artifact of another kind");
                    }
                    return own.layers().size() == image.layers().size()
                            ? Optional.empty()
                            : Optional.of("a layer of the image is foreign and not in the tar");
                });
    }

    private static boolean isOf(Manifest manifest, TarImage image) {
        return manifest.config() != null && manifest.config().digest().equals(image.id());
    }

    private static List<TarBlob> plainLayers(TarImage image) {
        return image.layers().stream()
                .filter(layer -> layer.compression() == Compression.NONE)
                .distinct()
                .toList();
    }

    private static boolean hasZstd(TarImage image) {
        return image.layers().stream().anyMatch(layer -> layer.compression() == Compression.ZSTD);
    }

    /** Returns the plan with the manifest of what the layers have become. */
    ManifestPlan with(TarImage image, Map<Digest, TarBlob> become) {
        return kept ? this : build(image, isOci(), toPack, become);
    }

    /** Returns the same blobs under a manifest of the other kind, or null where there is none. */
    ManifestPlan other(TarImage image) {
        boolean zstd =
                hasZstd(image) || packed.values().stream().anyMatch(layer -> layer.compression() == Compression.ZSTD);
        return kept || zstd ? null : build(image, !isOci(), toPack, packed);
    }

    private boolean isOci() {
        return top().mediaType().equals(MediaType.OCI_MANIFEST);
    }

    /** Returns the bytes of all blobs as they are at the registry. */
    long size() {
        return Stream.concat(blobs.stream(), packed.values().stream())
                .mapToLong(TarBlob::size)
                .sum();
    }

    TarManifest top() {
        return manifests.get(manifests.size() - 1);
    }

    private static boolean isAll(TarImage image, ManifestFormat format) {
        boolean oci = format == ManifestFormat.OCI;
        return image.kept().stream()
                .allMatch(manifest -> manifest.mediaType().startsWith("application/vnd.oci.") == oci);
    }

    private static ManifestPlan build(TarImage image, boolean oci, List<TarBlob> toPack, Map<Digest, TarBlob> packed) {
        Map<Digest, TarBlob> blobs = new LinkedHashMap<>();
        blobs.put(image.config().digest(), image.config());
        List<Descriptor> layers = new ArrayList<>();
        for (TarBlob layer : image.layers()) {
            if (!toPack.contains(layer)) {
                blobs.put(layer.digest(), layer);
            }
            TarBlob sent = packed.getOrDefault(layer.digest(), layer);
            layers.add(Descriptor.of(layerType(sent, oci), sent.digest(), sent.size()));
        }
        String type = oci ? MediaType.OCI_MANIFEST : MediaType.DOCKER_MANIFEST;
        Descriptor config = Descriptor.of(
                oci ? MediaType.OCI_CONFIG : MediaType.DOCKER_CONFIG,
                image.config().digest(),
                image.config().size());
        byte[] bytes = JsonBinding.toBytes(new Built(2, type, config, layers));
        TarManifest manifest = new TarManifest(type, Digest.sha256(bytes), new String(bytes, StandardCharsets.UTF_8));
        List<String> dropped = dropped(image);
        List<String> warnings = dropped.isEmpty()
                ? List.of()
                : List.of(
                        "the tar's index is not pushed, since it is not of the format or compression that was asked for:"
                                + " without "
                                + String.join(", ", dropped));
        return new ManifestPlan(
                List.of(manifest), List.copyOf(blobs.values()), toPack, packed, false, dropped, warnings);
    }

    /** Returns what the image's own indexes hold besides the image. */
    private static List<String> dropped(TarImage image) {
        Set<String> dropped = new LinkedHashSet<>();
        Set<Digest> stays = new HashSet<>();
        for (TarManifest kept : image.kept()) {
            Manifest manifest = parsed(kept);
            // An index within an index is told by what it lists.
            if (manifest.isIndex() || isOf(manifest, image)) {
                stays.add(kept.digest());
            }
            manifest.manifests().stream()
                    .filter(entry -> !stays.contains(entry.digest()))
                    .map(ManifestPlan::nameOf)
                    .forEach(dropped::add);
        }
        return List.copyOf(dropped);
    }

    private static String nameOf(Descriptor entry) {
        return entry.platform() == null || entry.platform().os().equals("unknown")
                ? "attestation"
                : entry.platform().toString();
    }

    private static Manifest parsed(TarManifest kept) {
        return Manifest.parse(
                kept.content().getBytes(StandardCharsets.UTF_8),
                kept.mediaType(),
                FailureKind.TAR_INVALID,
                "the tar's manifest " + kept.digest());
    }

    private static String layerType(TarBlob layer, boolean oci) {
        return switch (layer.compression()) {
            case NONE -> oci ? MediaType.OCI_LAYER : MediaType.DOCKER_LAYER;
            case GZIP -> oci ? MediaType.OCI_LAYER_GZIP : MediaType.DOCKER_LAYER_GZIP;
            case ZSTD -> MediaType.OCI_LAYER_ZSTD;
            case XZ, BZIP2 ->
                throw RegistryException.of(
                                FailureKind.TAR_INVALID,
                                layer.entry() + " is compressed with " + layer.compression()
                                        + ", which no image may be")
                        .withHint("layers are plain, gzip or zstd");
        };
    }
}
