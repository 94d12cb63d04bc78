package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.PlatformFit;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarReferrers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest or index that {@code index.json} lists. */
final class OciImage implements Candidate {
    private final OciGraph graph;
    private final Findings findings;
    private final Source source;
    private final OciNode root;
    private final ImageNames names;
    private final boolean isListed;

    /**
     * Creates the candidate.
     *
     * @param isListed whether an index that {@code index.json} lists has it, too
     */
    OciImage(OciGraph graph, Source source, Findings findings, OciNode root, ImageNames names, boolean isListed) {
        this.graph = graph;
        this.source = source;
        this.findings = findings;
        this.root = root;
        this.names = names;
        this.isListed = isListed;
    }

    @Override
    public ImageNames names() {
        return names;
    }

    @Override
    public boolean isPart() {
        return isListed && names.isEmpty();
    }

    @Override
    public String document() {
        return OciGraph.FILE;
    }

    @Override
    public List<Digest> ids() {
        List<Digest> ids = new ArrayList<>();
        ids.add(root.digest());
        for (OciNode leaf : root.leaves()) {
            if (leaf.manifest() != null) {
                ids.add(leaf.manifest().config().digest());
            }
        }
        return ids;
    }

    @Override
    public ReadImage read(PlatformWish wish) {
        OciNode leaf = root.isIndex() ? chosen(wish) : alone();
        List<OciNode> path = new ArrayList<>();
        if (wish == null) {
            root.addPathTo(leaf.digest(), path);
        } else {
            path.add(leaf);
        }
        warnOfBroken(leaf);
        warnOfUselessName();
        ReadImage read = read(leaf, ManifestKeeping.of(path, graph, source));
        if (wish != null && !root.isIndex()) {
            wish.check(read.config().platform());
        }
        return read;
    }

    private OciNode alone() {
        if (!root.isComplete()) {
            throw root.lacks();
        }
        return root;
    }

    private OciNode chosen(PlatformWish wish) {
        List<OciNode> usable = root.listed().stream()
                .filter(leaf -> leaf.isComplete() && !leaf.isIndex())
                .toList();
        if (usable.isEmpty()) {
            throw nothingOf(root);
        }
        List<Descriptor> images = usable.stream()
                .filter(leaf -> !leaf.isAttestation())
                .map(OciNode::descriptor)
                .filter(PlatformWish::isImage)
                .toList();
        if (wish != null && wish.named()) {
            checkIsWhole(wish);
        }
        Descriptor chosen = wish == null ? any(images, usable) : wish.choose(images);
        return usable.stream()
                .filter(leaf -> leaf.descriptor().equals(chosen))
                .findFirst()
                .orElseThrow();
    }

    /** Where the image that fits best is damaged there is one, and no other one is taken for it. */
    private void checkIsWhole(PlatformWish wish) {
        List<OciNode> there =
                root.listed().stream().filter(leaf -> !leaf.isAbsent()).toList();
        List<Descriptor> images = there.stream()
                .filter(leaf -> !leaf.isAttestation())
                .map(OciNode::descriptor)
                .filter(PlatformWish::isImage)
                .toList();
        PlatformFit.of(wish.wanted())
                .best(images)
                .flatMap(best -> there.stream()
                        .filter(leaf -> leaf.descriptor().equals(best) && !leaf.isComplete())
                        .findFirst())
                .ifPresent(damaged -> {
                    throw damaged.lacks();
                });
    }

    private static Descriptor any(List<Descriptor> images, List<OciNode> usable) {
        return PlatformFit.of(Platform.local())
                .best(images)
                .orElseGet(() -> images.isEmpty() ? usable.get(0).descriptor() : images.get(0));
    }

    private RegistryException nothingOf(OciNode index) {
        return index.lacks() == null
                ? TarFailures.invalid(source.tar(), "index " + index.digest() + " lists no image")
                : index.lacks();
    }

    private void warnOfBroken(OciNode chosen) {
        for (OciNode leaf : root.leaves()) {
            if (!leaf.isComplete() && !leaf.isAbsent() && !leaf.digest().equals(chosen.digest())) {
                findings.flaw(BlobNames.entry(leaf.digest()), leaf.lacks());
            }
        }
    }

    /** OCI allows names there that no registry takes. */
    private void warnOfUselessName() {
        String name = root.descriptor().annotations().getOrDefault(ImageNames.REF_NAME, "");
        if (names.isEmpty() && !name.isEmpty()) {
            findings.warning("the name " + TarFailures.quoted(name) + " in " + OciGraph.FILE
                    + " is not used: it is neither a tag nor a repository with one");
        }
    }

    private ReadImage read(OciNode leaf, ManifestKeeping kept) {
        ConfigFile config = config(leaf.manifest());
        checkLayerCount(leaf.manifest(), config);
        List<TarBlob> layers = layers(leaf.manifest(), config);
        Map<Digest, TarBlob> blobs = new LinkedHashMap<>();
        blobs.put(config.blob().digest(), config.blob());
        layers.forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
        kept.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        TarImage image = new TarImage(
                config.blob().digest(),
                names.tags(),
                config.blob(),
                layers,
                kept.manifests(),
                List.copyOf(blobs.values()),
                kept.dropped(),
                names.bareTags(),
                names.invalid(),
                TarReferrers.NONE);
        return new ReadImage(image, config.config());
    }

    private ConfigFile config(Manifest manifest) {
        Descriptor descriptor = manifest.config();
        Located located = graph.blob(descriptor, "config");
        if (!isImage(manifest)) {
            return ConfigFile.ofArtifact(source, located, descriptor.digest());
        }
        return ConfigFile.read(source, located, descriptor.digest());
    }

    private void checkLayerCount(Manifest manifest, ConfigFile config) {
        int diffIds = config.config().diffIds().size();
        if (isImage(manifest) && diffIds != manifest.layers().size()) {
            throw TarFailures.invalid(
                    source.tar(),
                    "manifest " + manifest.digest() + " has "
                            + manifest.layers().size() + " layers, but its config has " + diffIds + " diff_ids");
        }
    }

    private static boolean isImage(Manifest manifest) {
        return MediaType.isImageConfig(manifest.config().mediaType());
    }

    private List<TarBlob> layers(Manifest manifest, ConfigFile config) {
        List<TarBlob> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            TarBlob layer = layer(manifest.layers().get(i), diffId(config, i));
            if (layer != null) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private static Digest diffId(ConfigFile config, int at) {
        List<Digest> diffIds = config.config().diffIds();
        return at < diffIds.size() ? diffIds.get(at) : null;
    }

    /** Returns the layer, or null where it is a foreign one that the tar does not hold. */
    private TarBlob layer(Descriptor descriptor, Digest diffId) {
        Located located = graph.blob(descriptor, "layer");
        if (located == null) {
            findings.warning("layer " + descriptor.digest() + " is foreign and not in the tar; it is left out");
            return null;
        }
        return LayerFile.ofDescriptor(source, located, descriptor, diffId);
    }

    @Override
    public void check() {
        if (root.leaves().stream().allMatch(OciNode::isAbsent)) {
            findings.problem(BlobNames.entry(root.digest()), nothingOf(root));
        }
        for (OciNode leaf : root.leaves()) {
            if (leaf.manifest() != null && !leaf.isAbsent()) {
                check(leaf.manifest());
            } else if (!leaf.isAbsent()) {
                findings.problem(BlobNames.entry(leaf.digest()), leaf.lacks());
            }
        }
    }

    private void check(Manifest manifest) {
        String configEntry = BlobNames.entry(manifest.config().digest());
        ConfigFile config = findings.attempt(configEntry, () -> config(manifest), null);
        if (config != null) {
            findings.attempt(BlobNames.entry(manifest.digest()), () -> checkLayerCount(manifest, config));
        }
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor descriptor = manifest.layers().get(i);
            Digest diffId = config == null ? null : diffId(config, i);
            findings.attempt(BlobNames.entry(descriptor.digest()), () -> checkLayer(descriptor, diffId));
        }
    }

    private void checkLayer(Descriptor descriptor, Digest diffId) {
        TarBlob layer = layer(descriptor, diffId);
        if (layer != null) {
            findings.layer(layer, diffId);
        }
    }
}
