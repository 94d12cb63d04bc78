package io.github.vertxregistry.testkit;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A judge that has nothing of the toolkit in it: reads a small image from a registry, and fails where bytes do not hash to
 * the digest that names them, a layer not to its {@code diff_id}, or a layer's media type does not tell its compression.
 */
public final class ReadBack {
    private static final String ACCEPT = "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json,"
            + "application/vnd.docker.distribution.manifest.v2+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final String repository;

    private ReadBack(String registry, String repository) {
        this.repository = registry + "/v2/" + repository;
    }

    /** Returns path and text of the files in all layers of an image, or of all images of an index. */
    public static Map<String, String> files(String registry, String repository, String reference)
            throws IOException, InterruptedException {
        ReadBack read = new ReadBack(registry, repository);
        read.manifest(reference);
        return read.files;
    }

    private void manifest(String reference) throws IOException, InterruptedException {
        JsonObject manifest = json(get("/manifests/" + reference));
        JsonArray children = manifest.getJsonArray("manifests", new JsonArray());
        for (int i = 0; i < children.size(); i++) {
            manifest(checked(children.getJsonObject(i), "/manifests/"));
        }
        if (!manifest.containsKey("config")) {
            return;
        }
        JsonArray layers = manifest.getJsonArray("layers");
        JsonObject rootfs = json(blob(manifest.getJsonObject("config"))).getJsonObject("rootfs");
        for (int i = 0; i < layers.size(); i++) {
            byte[] stored = blob(layers.getJsonObject(i));
            if (rootfs != null) {
                String diffId = rootfs.getJsonArray("diff_ids").getString(i);
                layer(stored, layers.getJsonObject(i).getString("mediaType"), diffId);
            }
        }
        if (rootfs != null) {
            same(
                    String.valueOf(layers.size()),
                    String.valueOf(rootfs.getJsonArray("diff_ids").size()));
        }
    }

    private String checked(JsonObject descriptor, String kind) throws IOException, InterruptedException {
        String digest = descriptor.getString("digest");
        byte[] bytes = get(kind + digest);
        same(sha256(bytes), digest);
        same(String.valueOf(bytes.length), String.valueOf(descriptor.getLong("size")));
        return digest;
    }

    private byte[] blob(JsonObject descriptor) throws IOException, InterruptedException {
        return get("/blobs/" + checked(descriptor, "/blobs/"));
    }

    private void layer(byte[] stored, String mediaType, String diffId) throws IOException {
        byte[] plain = plain(stored, mediaType);
        same(sha256(plain), diffId);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(plain))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static byte[] plain(byte[] stored, String mediaType) throws IOException {
        InputStream bytes = new ByteArrayInputStream(stored);
        if (mediaType.endsWith("gzip")) {
            return new GZIPInputStream(bytes).readAllBytes();
        }
        return mediaType.endsWith("zstd") ? new ZstdInputStreamNoFinalizer(bytes).readAllBytes() : stored;
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(repository + path))
                .header("Accept", ACCEPT)
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        same(String.valueOf(response.statusCode()), "200");
        return response.body();
    }

    private static JsonObject json(byte[] bytes) {
        return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void same(String found, String expected) {
        if (!found.equals(expected)) {
            throw new AssertionError("the registry has " + found + " where it should have " + expected);
        }
    }
}
