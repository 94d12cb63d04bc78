package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PulledImage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pull writes and where, before a byte of a layer has been asked for.
 *
 * @param layout every file of it
 * @param blobs those whose bytes come from the registry
 * @param images what was asked for
 * @param warnings what may not be loaded everywhere
 */
record PullPlan(LayoutPlan layout, List<PulledBlob> blobs, List<PulledImage> images, List<String> warnings) {
    PullPlan {
        blobs = List.copyOf(blobs);
        images = List.copyOf(images);
        warnings = List.copyOf(warnings);
    }

    /**
     * A blob that comes from the registry.
     *
     * @param repository one that has it
     * @param descriptor what it is
     */
    record PulledBlob(String repository, Descriptor descriptor) {
        LayoutEntry entry() {
            return LayoutEntry.blob(descriptor.digest(), descriptor.size());
        }
    }

    /** Plans it; fails with {@code UNSUPPORTED} where docker could not load what was asked for. */
    static PullPlan of(Origin origin, List<PulledTree> trees, PullFormat format) {
        List<String> warnings = new ArrayList<>();
        Map<Digest, PulledBlob> blobs = new LinkedHashMap<>();
        Map<Digest, LayoutEntry> documents = new LinkedHashMap<>();
        for (PulledTree tree : trees) {
            if (format == PullFormat.DOCKER) {
                checkLoadable(tree);
                warnings.addAll(unreadable(tree));
            }
            tree.blobs().forEach(blob -> add(blobs, tree, blob));
            tree.configs().forEach((config, bytes) -> documents.put(config.digest(), blob(config.digest(), bytes)));
            tree.manifests().forEach(each -> documents.put(each.digest(), blob(each.digest(), each.content())));
        }
        documents.keySet().forEach(blobs::remove);
        List<LayoutEntry> files = new ArrayList<>();
        blobs.values().forEach(blob -> files.add(blob.entry()));
        files.addAll(inOrder(trees, documents));
        files.add(PullDocuments.index(origin, trees));
        if (format == PullFormat.DOCKER) {
            files.add(PullDocuments.manifest(origin, trees));
        }
        files.add(PullDocuments.ociLayout());
        LayoutPlan layout = format == PullFormat.OCI_FOLDER ? LayoutPlan.folder(files) : LayoutPlan.tar(files);
        List<PulledImage> images =
                trees.stream().map(tree -> image(origin, tree)).toList();
        return new PullPlan(layout, List.copyOf(blobs.values()), images, warnings);
    }

    private static LayoutEntry blob(Digest digest, Buffer bytes) {
        return LayoutEntry.document(LayoutEntry.nameOf(digest), bytes.getBytes());
    }

    private static void add(Map<Digest, PulledBlob> blobs, PulledTree tree, Descriptor blob) {
        PulledBlob added = new PulledBlob(tree.name().repository(), blob);
        PulledBlob other = blobs.putIfAbsent(blob.digest(), added);
        if (other != null && other.descriptor().size() != blob.size()) {
            throw RegistryException.of(
                    FailureKind.SIZE_MISMATCH,
                    "the manifests give " + blob.digest() + " different lengths: " + blob.size() + " and "
                            + other.descriptor().size());
        }
    }

    /** Configs and manifests as the images have them, whatever order a map has. */
    private static List<LayoutEntry> inOrder(List<PulledTree> trees, Map<Digest, LayoutEntry> documents) {
        Map<Digest, LayoutEntry> ordered = new LinkedHashMap<>();
        for (PulledTree tree : trees) {
            for (Manifest manifest : tree.manifests()) {
                if (manifest.config() != null
                        && documents.containsKey(manifest.config().digest())) {
                    Digest config = manifest.config().digest();
                    ordered.put(config, documents.get(config));
                }
                ordered.put(manifest.digest(), documents.get(manifest.digest()));
            }
        }
        return List.copyOf(ordered.values());
    }

    private static void checkLoadable(PulledTree tree) {
        ImageConfig config = tree.root().isIndex() ? null : tree.config();
        if (config == null) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED,
                            tree.name() + " is no image that docker could load: it is of the type "
                                    + (tree.root().config() == null
                                            ? tree.root().mediaType()
                                            : tree.root().config().mediaType()))
                    .withHint("pull it as an OCI layout, which holds everything: --format oci (field 'format')");
        }
        int layers = tree.root().layers().size();
        if (config.diffIds().size() != layers) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            "the image " + tree.name() + " contradicts itself: its manifest has " + layers
                                    + " layers, its config " + config.diffIds().size())
                    .withRetry(false, 0);
        }
    }

    private static List<String> unreadable(PulledTree tree) {
        return tree.root().layers().stream().anyMatch(layer -> layer.mediaType().equals(MediaType.OCI_LAYER_ZSTD))
                ? List.of(tree.name() + " has zstd layers, which docker load reads since version 23:"
                        + " --layers plain writes what every version reads")
                : List.of();
    }

    private static PulledImage image(Origin origin, PulledTree tree) {
        long size = 0;
        for (Manifest manifest : tree.manifests()) {
            size += manifest.size();
        }
        for (Descriptor blob : tree.blobs().stream().distinct().toList()) {
            size += blob.size();
        }
        for (Buffer config : tree.configs().values()) {
            size += config.length();
        }
        ImageConfig config = tree.root().isIndex() ? null : tree.config();
        return new PulledImage(
                origin.authority() + "/" + tree.name(),
                tree.top().digest(),
                tree.top().mediaType(),
                config == null || config.platform() == null
                        ? null
                        : config.platform().toString(),
                size);
    }
}
