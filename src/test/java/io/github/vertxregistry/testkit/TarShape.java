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

/** The shapes in which programs save images; {@code TarShapeTest} compares them with what the programs write. */
public enum TarShape {
    /** docker save before 25: {@code <id>/layer.tar}, a layer that stands twice is a symlink, {@code repositories}. */
    DOCKER_LEGACY {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return legacy(images);
        }
    },
    /** docker save of 25 and later with the graph-driver store: plain blobs, an OCI part, {@code repositories}. */
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
    /** skopeo and podman, docker-archive: {@code <diff_id>.tar}, {@code <hex>.json}, and symlinks for old readers. */
    SKOPEO {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return skopeo(images);
        }
    },
    /** jib: {@code <digest>.tar.gz} and {@code config.json}; layers are hashed, whatever their names claim. */
    JIB {
        @Override
        public TarBuilder of(ImageTarFixture... images) {
            return jib(images);
        }
    },
    /** An OCI image layout alone, as podman and buildah write it. */
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
                id = versionOneId(id, layer);
                addLegacyLayer(tar, written, id, layer);
                layers.add(id + "/layer.tar");
            }
            String config = image.id().hex() + ".json";
            tar.without(config).file(config, image.config());
            manifest.add(saved(image, config, layers));
            addRepositories(repositories, image, id);
        }
        return tar.file("manifest.json", line(manifest.encode()))
                .file("repositories", line(repositories.encode()))
                .sorted();
    }

    /** Docker's writer ends a document with a line feed, those of others do not. */
    private static String line(String document) {
        return document + "\n";
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
        JsonObject repositories = new JsonObject();
        for (ImageTarFixture image : images) {
            JsonObject descriptor = OciParts.descriptor(MediaType.OCI_MANIFEST, oci.image(image));
            listAll(oci, descriptor, image.tags());
            JsonObject sources = new JsonObject();
            String id = "";
            for (Layer layer : image.layers()) {
                id = versionOneId(id, layer);
                oci.blob(("{\"id\":\"" + id + "\",\"os\":\"linux\"}").getBytes(StandardCharsets.UTF_8));
                sources.put(layer.diffId().toString(), OciParts.descriptor(MediaType.OCI_LAYER, layer.stored()));
            }
            addRepositories(repositories, image, topLayer(image));
            manifest.add(ociSaved(image).put("LayerSources", sources));
        }
        TarBuilder tar = oci.addTo(new TarBuilder()).file("manifest.json", line(manifest.encode()));
        if (!repositories.isEmpty()) {
            tar.file("repositories", line(repositories.encode()));
        }
        return tar.sorted();
    }

    private static void listAll(OciParts oci, JsonObject descriptor, List<String> tags) {
        if (tags.isEmpty()) {
            oci.list(descriptor);
        }
        tags.forEach(tag -> oci.listAsContainerd(descriptor, tag));
    }

    private static String topLayer(ImageTarFixture image) {
        List<Layer> layers = image.layers();
        return layers.isEmpty() ? "" : layers.get(layers.size() - 1).digest().hex();
    }

    private static String versionOneId(String parent, Layer layer) {
        return Digest.sha256((parent + layer.diffId()).getBytes(StandardCharsets.UTF_8))
                .hex();
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
                    OciParts.attestation("not there".getBytes(StandardCharsets.UTF_8), bytes)));
            oci.blob(index);
            JsonObject pulled = new JsonObject().put("containerd.io/distribution.source.example.org", "team/app");
            listAll(oci, OciParts.descriptor(MediaType.OCI_INDEX, index).put("annotations", pulled), image.tags());
            manifest.add(ociSaved(image));
        }
        return oci.addTo(new TarBuilder())
                .file("manifest.json", manifest.encode())
                .sorted();
    }

    private static TarBuilder skopeo(ImageTarFixture... images) {
        TarBuilder tar = new TarBuilder();
        JsonArray manifest = new JsonArray();
        JsonObject repositories = new JsonObject();
        for (ImageTarFixture image : images) {
            JsonArray layers = new JsonArray();
            for (Layer layer : image.layers()) {
                String file =
                        (layer.compression() == Compression.NONE ? layer.diffId() : layer.digest()).hex() + ".tar";
                layers.add(file);
                tar.without(file).file(file, layer.stored());
            }
            String config = image.id().hex() + ".json";
            tar.without(config).file(config, image.config());
            String id = "";
            for (int i = 0; i < layers.size(); i++) {
                id = versionOneId(id, image.layers().get(i));
                addLink(tar, id, layers.getString(i));
            }
            addRepositories(repositories, image, id);
            manifest.add(saved(image, config, layers).put("RepoTags", new JsonArray(image.tags())));
        }
        return tar.file("manifest.json", manifest.encode()).file("repositories", repositories.encode());
    }

    private static void addLink(TarBuilder tar, String id, String layer) {
        if (!tar.has(id + "/layer.tar")) {
            tar.symlink(id + "/layer.tar", "../" + layer)
                    .file(id + "/VERSION", "1.0")
                    .file(id + "/json", "{\"id\":\"" + id + "\"}");
        }
    }

    private static TarBuilder jib(ImageTarFixture... images) {
        TarBuilder tar = new TarBuilder();
        JsonArray manifest = new JsonArray();
        for (ImageTarFixture image : images) {
            JsonArray layers = new JsonArray();
            for (Layer layer : image.layers()) {
                String file = layer.digest().hex() + ".tar.gz";
                layers.add(file);
                tar.without(file).file(file, layer.stored());
            }
            String config = images.length > 1 ? image.id().hex() + ".json" : "config.json";
            tar.without(config).file(config, image.config());
            manifest.add(saved(image, config, layers));
        }
        return tar.file("manifest.json", manifest.encode());
    }

    private static OciParts oci(ImageTarFixture... images) {
        OciParts oci = new OciParts().untyped();
        for (ImageTarFixture image : images) {
            JsonObject descriptor = OciParts.descriptor(MediaType.OCI_MANIFEST, oci.image(image));
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
