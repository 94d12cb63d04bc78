package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarReferrers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entry of {@code manifest.json}. */
final class DockerImage implements Candidate {
    private final DockerArchive archive;
    private final Source source;
    private final SavedImage saved;
    private final String where;
    private ImageNames names;
    private ConfigFile config;

    DockerImage(DockerArchive archive, SavedImage saved, String where) {
        this.archive = archive;
        this.source = archive.source();
        this.saved = saved;
        this.where = where;
    }

    @Override
    public ImageNames names() {
        if (names == null) {
            names = archive.names(saved);
        }
        return names;
    }

    @Override
    public String document() {
        return SavedImages.FILE;
    }

    @Override
    public List<Digest> ids() {
        List<Digest> ids = new ArrayList<>();
        Digest id = config().blob().digest();
        ids.add(id);
        // Docker's containerd store calls an image by its manifest or index.
        archive.listed(id).forEach(root -> ids.add(root.digest()));
        return ids;
    }

    private ConfigFile config() {
        if (config == null) {
            Located located = source.referred(saved.config(), where + ".Config");
            config = ConfigFile.read(
                    source, located, BlobNames.ofConfig(located.entry()).orElse(null));
        }
        return config;
    }

    @Override
    public ReadImage read(PlatformWish wish) {
        ConfigFile read = config();
        Optional<OciNode> index = wish == null ? Optional.empty() : indexForOther(wish, read);
        if (index.isPresent()) {
            return new OciImage(archive.graph(), source, archive.findings(), index.get(), names(), false).read(wish);
        }
        if (wish != null) {
            wish.check(read.config().platform());
        }
        checkLayerCount(read);
        List<TarBlob> layers = new ArrayList<>();
        for (int i = 0; i < saved.layers().size(); i++) {
            layers.add(layer(i, read.config().diffIds().get(i)));
        }
        return image(read, layers, kept(read.blob(), layers, wish != null));
    }

    /** Docker's containerd store saves all platforms that it has, and names in {@code manifest.json} one of them. */
    private Optional<OciNode> indexForOther(PlatformWish wish, ConfigFile read) {
        return wish.isFor(read.config().platform())
                ? Optional.empty()
                : archive.listed(read.blob().digest()).stream()
                        .filter(OciNode::isIndex)
                        .findFirst();
    }

    private ReadImage image(ConfigFile read, List<TarBlob> layers, ManifestKeeping kept) {
        Map<Digest, TarBlob> blobs = new LinkedHashMap<>();
        blobs.put(read.blob().digest(), read.blob());
        layers.forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
        kept.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        TarImage image = new TarImage(
                read.blob().digest(),
                names().tags(),
                read.blob(),
                layers,
                kept.manifests(),
                List.copyOf(blobs.values()),
                kept.dropped(),
                names().bareTags(),
                names().invalid(),
                TarReferrers.NONE);
        return new ReadImage(image, read.config());
    }

    @Override
    public void check() {
        Findings findings = archive.findings();
        names();
        ConfigFile read = findings.attempt(entry(saved.config()), this::config, null);
        if (read != null) {
            findings.attempt(SavedImages.FILE, () -> checkLayerCount(read));
        }
        List<Digest> diffIds = read == null ? List.of() : read.config().diffIds();
        for (int i = 0; i < saved.layers().size(); i++) {
            int at = i;
            findings.attempt(entry(saved.layers().get(at)), () -> checkLayer(at, diffIds));
        }
    }

    /** Returns the entry that a problem is told of: a reference that is no name is a problem of the document. */
    private static String entry(String reference) {
        return reference.isBlank() ? SavedImages.FILE : reference;
    }

    private void checkLayer(int at, List<Digest> diffIds) {
        if (at < diffIds.size()) {
            archive.findings().layer(layer(at, diffIds.get(at)), diffIds.get(at));
        } else {
            LayerFile.compressionOfLayer(source, located(at));
        }
    }

    private void checkLayerCount(ConfigFile read) {
        int diffIds = read.config().diffIds().size();
        if (diffIds != saved.layers().size()) {
            throw TarFailures.invalid(
                    source.tar(),
                    where + " has " + saved.layers().size() + " layers, but its config "
                            + TarFailures.quoted(saved.config()) + " has " + diffIds + " diff_ids");
        }
    }

    private TarBlob layer(int at, Digest diffId) {
        return LayerFile.ofDiffId(source, located(at), diffId);
    }

    private Located located(int at) {
        return source.referred(saved.layers().get(at), where + ".Layers[" + at + "]");
    }

    private ManifestKeeping kept(TarBlob config, List<TarBlob> layers, boolean alone) {
        if (archive.graph() == null) {
            return ManifestKeeping.NOTHING;
        }
        Optional<List<OciNode>> path = ManifestKeeping.pathTo(archive.graph(), config, layers);
        if (path.isEmpty()) {
            archive.findings()
                    .warning("image " + shown()
                            + ": no OCI manifest of the tar fits its config and layers, so one is built");
            return ManifestKeeping.NOTHING;
        }
        List<OciNode> down = path.get();
        down.forEach(node -> archive.findings().withdraw(Referring.passedOver(node.digest())));
        return ManifestKeeping.of(alone ? down.subList(down.size() - 1, down.size()) : down, archive.graph(), source);
    }

    private String shown() {
        return names().tags().isEmpty()
                ? config().blob().digest().shortForm()
                : names().tags().get(0);
    }
}
