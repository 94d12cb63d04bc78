package io.github.vertxregistry.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Writes tars in the layouts of {@code docker save} of version 25 and later, for machines whose engine is older.
 *
 * <p><b>They are not made by those engines</b>, but {@code TarShapeTest} compares them with what docker 28 wrote. Its are the
 * names, the order of entries (by name, folders among them), the fields of {@code manifest.json}, {@code index.json} and the
 * manifests, the annotations, and the version 1 configurations that it leaves among the blobs. Layers and configs are real.
 */
final class DockerSaveTars {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BLOBS = "blobs/sha256/";

    private DockerSaveTars() {}

    /** Writes the image of a skopeo docker-archive as engines with the graph drivers' store do: plain layers. */
    static void graphDriver(Path dockerArchive, List<String> names, Path tar) throws IOException {
        try (TarFile source = new TarFile(dockerArchive)) {
            JsonNode saved =
                    JSON.readTree(bytes(source, entry(source, "manifest.json"))).path(0);
            byte[] config = bytes(source, entry(source, saved.path("Config").asText()));
            JsonNode diffIds = JSON.readTree(config).path("rootfs").path("diff_ids");
            Map<String, Part> parts = new TreeMap<>();
            ArrayNode layers = JSON.createArrayNode();
            for (int i = 0; i < diffIds.size(); i++) {
                Digest diffId = Digest.of(diffIds.path(i).asText());
                TarArchiveEntry layer =
                        entry(source, saved.path("Layers").path(i).asText());
                parts.put(BLOBS + diffId.hex(), new Part(layer.getSize(), () -> source.getInputStream(layer)));
                layers.add(descriptor(MediaType.OCI_LAYER, diffId, layer.getSize()));
                addBlob(parts, versionOneConfig(diffId));
            }
            Digest configDigest = addBlob(parts, config);
            byte[] manifest = json(manifest(descriptor(MediaType.OCI_CONFIG, configDigest, config.length), layers));
            ObjectNode target = descriptor(MediaType.OCI_MANIFEST, addBlob(parts, manifest), manifest.length);

            ObjectNode item = item(configDigest, layers, names);
            ObjectNode sources = item.putObject("LayerSources");
            layers.forEach(layer -> sources.set(layer.path("digest").asText(), layer));
            putDocuments(parts, index(target, names), item);
            parts.put("repositories", Part.of(json(repositories(names, layers))));
            write(parts, tar);
        }
    }

    /**
     * Writes the image of an OCI folder as engines with containerd's store do: gzip layers, and an index in which stand,
     * beside the image, a platform and two attestations that are not in the tar.
     */
    static void containerd(Path ociFolder, List<String> names, Path tar) throws IOException {
        Path blobs = ociFolder.resolve(BLOBS);
        JsonNode image = JSON.readTree(Files.readAllBytes(ociFolder.resolve("index.json")))
                .path("manifests")
                .path(0);
        Digest digest = digest(image);
        JsonNode manifest = JSON.readTree(Files.readAllBytes(blobs.resolve(digest.hex())));
        Map<String, Part> parts = new TreeMap<>();
        addFile(parts, blobs, digest);
        addFile(parts, blobs, digest(manifest.path("config")));
        for (JsonNode layer : manifest.path("layers")) {
            addFile(parts, blobs, digest(layer));
        }
        byte[] index = json(indexOfPlatforms(digest, image.path("size").asLong()));
        ObjectNode target = descriptor(MediaType.OCI_INDEX, addBlob(parts, index), index.length);
        ArrayNode layers = (ArrayNode) manifest.path("layers");
        target.putObject("annotations").put("containerd.io/distribution.source.example.org", "team/real");
        putDocuments(parts, index(target, names), item(digest(manifest.path("config")), layers, names));
        write(parts, tar);
    }

    private static ObjectNode manifest(ObjectNode config, ArrayNode layers) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_MANIFEST);
        manifest.set("config", config);
        manifest.set("layers", layers);
        return manifest;
    }

    private static ObjectNode indexOfPlatforms(Digest here, long size) {
        Digest elsewhere = Digest.sha256("another platform".getBytes(StandardCharsets.UTF_8));
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        ArrayNode manifests = index.putArray("manifests");
        manifests.add(platform(descriptor(MediaType.OCI_MANIFEST, here, size), "amd64", "linux"));
        manifests.add(platform(descriptor(MediaType.OCI_MANIFEST, elsewhere, size), "arm64", "linux"));
        manifests.add(attestation(here));
        manifests.add(attestation(elsewhere));
        return index;
    }

    private static ObjectNode attestation(Digest of) {
        Digest digest = Digest.sha256(("attestation of " + of).getBytes(StandardCharsets.UTF_8));
        ObjectNode attestation = descriptor(MediaType.OCI_MANIFEST, digest, 566);
        attestation
                .putObject("annotations")
                .put("vnd.docker.reference.digest", of.toString())
                .put("vnd.docker.reference.type", "attestation-manifest");
        return platform(attestation, "unknown", "unknown");
    }

    private static ObjectNode platform(ObjectNode descriptor, String architecture, String os) {
        descriptor.putObject("platform").put("architecture", architecture).put("os", os);
        return descriptor;
    }

    /** One entry for each name: containerd's name with the host spelt out, and the tag alone. */
    private static ObjectNode index(ObjectNode target, List<String> names) {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        ArrayNode manifests = index.putArray("manifests");
        for (String name : names) {
            ImageReference reference = ImageReference.of(name);
            ObjectNode named = target.deepCopy();
            named.withObject("/annotations")
                    .put("io.containerd.image.name", reference.hostName().isPresent() ? name : "docker.io/" + name)
                    .put("org.opencontainers.image.ref.name", reference.tagOrLatest());
            manifests.add(named);
        }
        return index;
    }

    private static ObjectNode item(Digest config, ArrayNode layers, List<String> names) {
        ObjectNode item = JSON.createObjectNode().put("Config", BLOBS + config.hex());
        ArrayNode tags = item.putArray("RepoTags");
        names.forEach(tags::add);
        ArrayNode paths = item.putArray("Layers");
        layers.forEach(layer -> paths.add(BLOBS + digest(layer).hex()));
        return item;
    }

    private static ObjectNode repositories(List<String> names, ArrayNode layers) {
        ObjectNode repositories = JSON.createObjectNode();
        String top = digest(layers.path(layers.size() - 1)).hex();
        for (String name : names) {
            int colon = name.lastIndexOf(':');
            repositories.putObject(name.substring(0, colon)).put(name.substring(colon + 1), top);
        }
        return repositories;
    }

    private static void putDocuments(Map<String, Part> parts, ObjectNode index, ObjectNode item) throws IOException {
        parts.put("index.json", Part.of(json(index)));
        parts.put("manifest.json", Part.of(json(JSON.createArrayNode().add(item))));
        parts.put("oci-layout", Part.of("{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] versionOneConfig(Digest diffId) throws IOException {
        return json(JSON.createObjectNode()
                .put("id", diffId.hex())
                .put("created", "1970-01-01T00:00:00Z")
                .put("os", "linux"));
    }

    private static ObjectNode descriptor(String mediaType, Digest digest, long size) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }

    private static Digest digest(JsonNode descriptor) {
        return Digest.of(descriptor.path("digest").asText());
    }

    private static Digest addBlob(Map<String, Part> parts, byte[] bytes) {
        Digest digest = Digest.sha256(bytes);
        parts.put(BLOBS + digest.hex(), Part.of(bytes));
        return digest;
    }

    private static void addFile(Map<String, Part> parts, Path folder, Digest digest) throws IOException {
        Path file = folder.resolve(digest.hex());
        parts.put(BLOBS + digest.hex(), new Part(Files.size(file), () -> Files.newInputStream(file)));
    }

    private static void write(Map<String, Part> parts, Path tar) throws IOException {
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (String folder : List.of("blobs/", BLOBS)) {
                out.putArchiveEntry(new TarArchiveEntry(folder));
                out.closeArchiveEntry();
            }
            for (Map.Entry<String, Part> part : parts.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(part.getKey());
                entry.setSize(part.getValue().size());
                out.putArchiveEntry(entry);
                try (InputStream content = part.getValue().content().open()) {
                    content.transferTo(out);
                }
                out.closeArchiveEntry();
            }
        }
    }

    private static TarArchiveEntry entry(TarFile source, String name) throws IOException {
        return source.getEntries().stream()
                .filter(entry -> entry.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("no entry " + name));
    }

    private static byte[] bytes(TarFile source, TarArchiveEntry entry) throws IOException {
        try (InputStream content = source.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    private static byte[] json(JsonNode node) throws IOException {
        return JSON.writeValueAsBytes(node);
    }

    private interface Opener {
        InputStream open() throws IOException;
    }

    private record Part(long size, Opener content) {
        static Part of(byte[] bytes) {
            return new Part(bytes.length, () -> new ByteArrayInputStream(bytes));
        }
    }
}
