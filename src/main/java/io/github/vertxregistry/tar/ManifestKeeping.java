package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which manifests of a tar go to the registry byte for byte: an image's own only if it says of the image what the tar's
 * deciding document says, an index above it only if all that it reaches is in the tar.
 *
 * @param manifests the manifests to push, children before parents
 * @param blobs what an index's other images need
 * @param dropped what an index that is not kept lists besides the image
 */
record ManifestKeeping(List<TarManifest> manifests, List<TarBlob> blobs, List<String> dropped) {
    static final ManifestKeeping NOTHING = new ManifestKeeping(List.of(), List.of(), List.of());

    /** Keeps the manifest at the end of a path that leads down from {@code index.json}, and the topmost complete index. */
    static ManifestKeeping of(List<OciNode> path, OciGraph graph, Source source) {
        for (OciNode node : path) {
            if (node.isIndex() && node.isComplete()) {
                return new ManifestKeeping(node.manifestsBottomUp(), blobs(node, graph, source), List.of());
            }
        }
        OciNode image = path.get(path.size() - 1);
        List<String> dropped = path.get(0).leaves().stream()
                .filter(leaf -> !leaf.digest().equals(image.digest()))
                .map(OciNode::label)
                .distinct()
                .toList();
        return new ManifestKeeping(image.manifestsBottomUp(), List.of(), dropped);
    }

    /** Returns the configs and layers of all manifests below a complete node, or of itself. */
    static List<TarBlob> blobs(OciNode index, OciGraph graph, Source source) {
        Map<Digest, TarBlob> blobs = new LinkedHashMap<>();
        for (OciNode leaf : index.leaves()) {
            for (Descriptor descriptor : descriptors(leaf.manifest())) {
                Located located = graph.blob(descriptor, "blob");
                if (located != null && !blobs.containsKey(descriptor.digest())) {
                    blobs.put(descriptor.digest(), LayerFile.ofDescriptor(source, located, descriptor, null));
                }
            }
        }
        return List.copyOf(blobs.values());
    }

    private static List<Descriptor> descriptors(Manifest manifest) {
        List<Descriptor> all = new ArrayList<>();
        all.add(manifest.config());
        all.addAll(manifest.layers());
        return all;
    }

    /** Returns the path from the top to the first manifest that describes exactly that config and those layers. */
    static Optional<List<OciNode>> pathTo(OciGraph graph, TarBlob config, List<TarBlob> layers) {
        for (OciNode root : graph.roots()) {
            boolean below = root.leaves().stream().anyMatch(leaf -> describes(leaf, config, layers));
            if (below) {
                return Optional.of(path(root, config, layers));
            }
        }
        return Optional.empty();
    }

    private static List<OciNode> path(OciNode top, TarBlob config, List<TarBlob> layers) {
        List<OciNode> path = new ArrayList<>();
        OciNode node = top;
        path.add(node);
        while (node.isIndex()) {
            node = node.children().stream()
                    .filter(child -> child.leaves().stream().anyMatch(leaf -> describes(leaf, config, layers)))
                    .findFirst()
                    .orElseThrow();
            path.add(node);
        }
        return path;
    }

    private static boolean describes(OciNode leaf, TarBlob config, List<TarBlob> layers) {
        Manifest manifest = leaf.manifest();
        if (!leaf.isComplete() || manifest.layers().size() != layers.size() || !isSame(manifest.config(), config)) {
            return false;
        }
        for (int i = 0; i < layers.size(); i++) {
            if (!isSame(manifest.layers().get(i), layers.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Descriptor descriptor, TarBlob blob) {
        return descriptor.digest().equals(blob.digest()) && descriptor.size() == blob.size();
    }
}
