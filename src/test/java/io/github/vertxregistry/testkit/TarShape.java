package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture.Layer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes in which programs save images. */
public enum TarShape {
    /** docker save before 25: {@code <id>/layer.tar}, a layer that stands twice is a symlink, {@code repositories}. */
    DOCKER_LEGACY {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return legacy(images);
        }
    },
    /** docker save of 25 and later with the graph-driver store: plain blobs, an OCI part, {@code LayerSources}. */
    DOCKER_GRAPH_DRIVER {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return graphDriver(images);
        }
    },
    /** docker save of 25 and later with the containerd store: an index that lists what is not in the tar. */
    DOCKER_CONTAINERD {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return containerd(images);
        }
    },
    /** skopeo and podman, docker-archive: {@code <diff_id>.tar} and {@code <hex>.json}. */
    SKOPEO {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return flat(images, ".tar");
        }
    },
    /** jib: {@code <digest>.tar.gz} and {@code config.json}; layers are hashed, whatever their names claim. */
    JIB {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return flat(images, ".tar.gz");
        }
    },
    /** An OCI image layout alone. */
    OCI {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return oci(images).addTo(new TarBuilder());
        }
    };

    /** Returns a tar of that shape with those images, to be changed or written. */
    public abstract TarBuilder of(ImageTarFixture... images);

    private static TarBuilder legacy(ImageTarFixture... images) {
        TarBuilder tar = new TarBuilder();
        Map<Digest, String> written = new HashMap<>();
        JsonArray manifest = new JsonArray();
        JsonObject repositories = new JsonObject();
        for (ImageTarFixture image : images) {
            JsonArray layers = new JsonArray();
            String id = "";
            for (Layer layer : image.layers()) {
                id = Digest.sha256((id + layer.diffId()).getBytes(StandardCharsets.UTF_8))
                        .hex();
                addLegacyLayer(tar, written, id, layer);
                layers.add(id + "/layer.tar");
            }
            String config = image.id().hex() + ".json";
            tar.without(config).file(config, image.config());
            manifest.add(saved(image, config, layers));
            addRepositories(repositories, image, id);
        }
        return tar.file("manifest.json", manifest.encode()).file("repositories", repositories.encode());
    }

    private static void addLegacyLayer(TarBuilder tar, Map<Digest, String> written, String id, Layer layer) {
        String marker = id + "/layer.tar";
        if (tar.has(marker)) {
            return;
        }
        String first = written.putIfAbsent(layer.digest(), marker);
        tar.folder(id).file(id + "/VERSION", "1.0").file(id + "/json", "{\"id\":\"" + id + "\"}");
        if (first == null) {
            tar.file(marker, layer.stored());
        } else {
            tar.symlink(marker, "../" + first);
        }
    }

    private static void addRepositories(JsonObject repositories, ImageTarFixture image, String topLayer) {
        for (String tag : image.tags()) {
            int colon = tag.lastIndexOf(':');
            String repository = tag.substring(0, colon);
            JsonObject tags = repositories.getJsonObject(repository, new JsonObject());
            repositories.put(repository, tags.put(tag.substring(colon + 1), topLayer));
        }
    }

    private static JsonObject saved(ImageTarFixture image, String config, JsonArray layers) {
        return new JsonObject()
                .put("Config", config)
                .put("RepoTags", image.tags().isEmpty() ? null : new JsonArray(image.tags()))
                .put("Layers", layers);
    }

    private static TarBuilder graphDriver(ImageTarFixture... images) {
        OciParts oci = new OciParts();
        JsonArray manifest = new JsonArray();
        for (ImageTarFixture image : images) {
            byte[] bytes = oci.image(image);
            oci.blob(("{\"id\":\"legacy config of " + image.id() + "\"}").getBytes(StandardCharsets.UTF_8));
            image.tags().forEach(tag -> oci.list(OciParts.withPlatform(bytes, image), tag));
            JsonObject sources = new JsonObject();
            image.layers()
                    .forEach(layer -> sources.put(
                            layer.diffId().toString(), OciParts.descriptor(MediaType.OCI_LAYER, layer.stored())));
            manifest.add(ociSaved(image).put("LayerSources", sources));
        }
        return oci.addTo(new TarBuilder())
                .file("manifest.json", manifest.encode())
                .sorted();
    }

    private static JsonObject ociSaved(ImageTarFixture image) {
        JsonArray layers = new JsonArray();
        image.layers().forEach(layer -> layers.add(OciParts.path(layer.digest())));
        return saved(image, OciParts.path(image.id()), layers);
    }

    private static TarBuilder containerd(ImageTarFixture... images) {
        OciParts oci = new OciParts();
        JsonArray manifest = new JsonArray();
        for (ImageTarFixture image : images) {
            byte[] bytes = oci.image(image);
            ImageTarFixture absent = ImageTarFixture.image().platform("linux/s390x");
            byte[] index = OciParts.index(List.of(
                    OciParts.withPlatform(bytes, image),
                    OciParts.withPlatform(OciParts.manifest(absent), absent),
                    OciParts.attestation("not there".getBytes(StandardCharsets.UTF_8))));
            oci.blob(index);
            image.tags().forEach(tag -> oci.list(OciParts.descriptor(MediaType.OCI_INDEX, index), tag));
            manifest.add(ociSaved(image));
        }
        return oci.addTo(new TarBuilder())
                .file("manifest.json", manifest.encode())
                .sorted();
    }

    private static TarBuilder flat(ImageTarFixture[] images, String suffix) {
        TarBuilder tar = new TarBuilder();
        JsonArray manifest = new JsonArray();
        for (ImageTarFixture image : images) {
            JsonArray layers = new JsonArray();
            for (Layer layer : image.layers()) {
                Digest name = layer.compression() == Compression.NONE ? layer.diffId() : layer.digest();
                String file = name.hex() + suffix;
                layers.add(file);
                tar.without(file).file(file, layer.stored());
            }
            String config =
                    suffix.equals(".tar") || images.length > 1 ? image.id().hex() + ".json" : "config.json";
            tar.without(config).file(config, image.config());
            manifest.add(saved(image, config, layers));
        }
        return tar.file("manifest.json", manifest.encode());
    }

    private static OciParts oci(ImageTarFixture... images) {
        OciParts oci = new OciParts();
        for (ImageTarFixture image : images) {
            JsonObject descriptor = OciParts.withPlatform(oci.image(image), image);
            if (image.tags().isEmpty()) {
                oci.list(descriptor);
            }
            image.tags().forEach(tag -> oci.list(descriptor, tag));
        }
        return oci;
    }

    /** Writes an OCI image layout as a folder. */
    public static Path ociFolder(Path folder, ImageTarFixture... images) {
        try {
            for (Map.Entry<String, byte[]> file : oci(images).files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
