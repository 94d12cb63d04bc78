package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Images of a few hundred bytes, put into a registry and looked at by the JDK's own client. */
public final class SmallImages {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SmallImages() {}

    /** Puts an image with a config and a layer of its own. */
    public static void put(String registry, String repository, String tag) {
        String name = repository + ":" + tag;
        byte[] config = new JsonObject()
                .put("architecture", "amd64")
                .put("os", "linux")
                .put("config", new JsonObject().put("Labels", new JsonObject().put("name", name)))
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", new JsonArray()))
                .toBuffer()
                .getBytes();
        byte[] layer = name.repeat(20).getBytes(StandardCharsets.UTF_8);
        String manifest = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", blob(registry, repository, config, MediaType.OCI_CONFIG))
                .put("layers", new JsonArray().add(blob(registry, repository, layer, MediaType.OCI_LAYER)))
                .encode();
        send(HttpRequest.newBuilder(URI.create(registry + "/v2/" + repository + "/manifests/" + tag))
                .header("Content-Type", MediaType.OCI_MANIFEST)
                .PUT(BodyPublishers.ofString(manifest)));
    }

    private static JsonObject blob(String registry, String repository, byte[] bytes, String type) {
        Digest digest = Digest.sha256(bytes);
        String place = send(HttpRequest.newBuilder(URI.create(registry + "/v2/" + repository + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        URI session = URI.create(registry).resolve(place);
        String mark = session.getQuery() == null ? "?" : "&";
        send(HttpRequest.newBuilder(URI.create(session + mark + "digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
        return new JsonObject().put("mediaType", type).put("size", bytes.length).put("digest", digest.toString());
    }

    /** Returns the digests of a repository's tags. */
    public static Map<String, String> digests(String registry, String repository) {
        Map<String, String> digests = new TreeMap<>();
        String list = send(HttpRequest.newBuilder(URI.create(registry + "/v2/" + repository + "/tags/list")))
                .body();
        for (Object tag : new JsonObject(list).getJsonArray("tags")) {
            HttpRequest.Builder head = HttpRequest.newBuilder(
                            URI.create(registry + "/v2/" + repository + "/manifests/" + tag))
                    .header("Accept", MediaType.OCI_MANIFEST)
                    .method("HEAD", BodyPublishers.noBody());
            digests.put(
                    (String) tag,
                    send(head).headers().firstValue("Docker-Content-Digest").orElseThrow());
        }
        return digests;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
