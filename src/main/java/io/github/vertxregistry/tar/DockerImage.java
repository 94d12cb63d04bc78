package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
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
    public List<Digest> ids() {
        return List.of(config().blob().digest());
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
    public ReadImage read() {
        ConfigFile read = config();
        List<TarBlob> layers = layers(read);
        ManifestKeeping kept = kept(read.blob(), layers);
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
                names().bareTags());
        return new ReadImage(image, read.config());
    }

    private List<TarBlob> layers(ConfigFile read) {
        List<Digest> diffIds = read.config().diffIds();
        if (diffIds.size() != saved.layers().size()) {
            throw TarFailures.invalid(
                    source.tar(),
                    where + " has " + saved.layers().size() + " layers, but its config "
                            + TarFailures.quoted(saved.config()) + " has " + diffIds.size() + " diff_ids");
        }
        List<TarBlob> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            int at = i;
            TarBlob layer = archive.findings().attempt(saved.layers().get(i), () -> layer(at, diffIds.get(at)));
            if (layer != null) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private TarBlob layer(int at, Digest diffId) {
        Located located = source.referred(saved.layers().get(at), where + ".Layers[" + at + "]");
        return LayerFile.ofDiffId(source, located, diffId);
    }

    private ManifestKeeping kept(TarBlob config, List<TarBlob> layers) {
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
        return ManifestKeeping.of(path.get(), archive.graph(), source);
    }

    private String shown() {
        return names().tags().isEmpty()
                ? config().blob().digest().shortForm()
                : names().tags().get(0);
    }
}
