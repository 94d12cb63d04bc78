package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.PulledBlob;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.PulledTree.Placed;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PulledImage;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.model.Platform;
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

    /** Plans it; fails with {@code UNSUPPORTED} where docker could not load what was asked for. */
    static PullPlan of(Origin origin, List<PulledTree> trees, PullFormat format) {
        List<String> warnings = new ArrayList<>();
        Map<Digest, PulledBlob> blobs = new LinkedHashMap<>();
        Map<Digest, LayoutEntry> documents = new LinkedHashMap<>();
        for (PulledTree tree : trees) {
            if (format == PullFormat.DOCKER) {
                tree.loadable("pull it as an OCI layout, which holds everything: --format oci (field 'format')");
                warnings.addAll(unreadable(tree));
            }
            tree.blobs().forEach(blob -> add(blobs, tree, blob));
            addDocuments(documents, tree);
        }
        documents.keySet().forEach(blobs::remove);
        List<LayoutEntry> files = new ArrayList<>();
        blobs.values().forEach(blob -> files.add(blob.entry()));
        files.addAll(documents.values());
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

    /** Configs and manifests in the images' order. */
    private static void addDocuments(Map<Digest, LayoutEntry> documents, PulledTree tree) {
        for (Manifest manifest : tree.documents()) {
            Buffer config = manifest.config() == null ? null : tree.configs().get(manifest.config());
            if (config != null) {
                documents.put(manifest.config().digest(), blob(manifest.config().digest(), config));
            }
            documents.put(manifest.digest(), blob(manifest.digest(), manifest.content()));
        }
    }

    private static LayoutEntry blob(Digest digest, Buffer bytes) {
        return LayoutEntry.document(LayoutEntry.nameOf(digest), bytes.getBytes());
    }

    private static void add(Map<Digest, PulledBlob> blobs, PulledTree tree, Placed blob) {
        PulledBlob added = new PulledBlob(tree.name().repository(), blob.blob(), blob.placed());
        PulledBlob other = blobs.putIfAbsent(blob.placed().digest(), added);
        if (other != null && other.placed().size() != blob.placed().size()) {
            throw RegistryException.of(
                    FailureKind.SIZE_MISMATCH,
                    "the manifests give " + blob.placed().digest() + " different lengths: "
                            + blob.placed().size() + " and " + other.placed().size());
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
        for (Manifest manifest : tree.documents()) {
            size += manifest.size();
        }
        for (Placed blob : tree.blobs()) {
            size += blob.placed().size();
        }
        for (Buffer config : tree.configs().values()) {
            size += config.length();
        }
        Platform platform = tree.config().map(ImageConfig::platform).orElse(null);
        return new PulledImage(
                origin.authority() + "/" + tree.name(),
                tree.top().digest(),
                tree.top().mediaType(),
                platform == null ? null : platform.toString(),
                size);
    }
}
