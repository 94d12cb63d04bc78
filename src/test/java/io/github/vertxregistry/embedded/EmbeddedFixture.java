package io.github.vertxregistry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A registry on a free port, and the requests that tests send to it; fails when something reached nobody's handler. */
final class EmbeddedFixture implements AutoCloseable {
    private static final int WAIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EmbeddedRegistry registry;

    private EmbeddedFixture(EmbeddedRegistry registry) {
        this.registry = registry;
        vertx.exceptionHandler(uncaught::add);
        await(vertx.deployVerticle(registry));
    }

    static EmbeddedFixture temporary() {
        return with(EmbeddedConfig.defaults());
    }

    static EmbeddedFixture over(Path folder) {
        return with(EmbeddedConfig.defaults().withStorage(folder.toString()));
    }

    static EmbeddedFixture with(EmbeddedConfig config) {
        return new EmbeddedFixture(new EmbeddedRegistry(config));
    }

    static EmbeddedFixture stallingAfter(Duration stall) {
        return new EmbeddedFixture(new EmbeddedRegistry(EmbeddedConfig.defaults(), stall));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    EmbeddedRegistry registry() {
        return registry;
    }

    RawConnection connect() throws IOException {
        return new RawConnection(registry.port());
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> head(String path) {
        return send("HEAD", path, BodyPublishers.noBody());
    }

    HttpResponse<byte[]> post(String path) {
        return send("POST", path, new byte[0]);
    }

    HttpResponse<byte[]> delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        return send(method, path, BodyPublishers.ofByteArray(body), headers);
    }

    HttpResponse<byte[]> send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .timeout(Duration.ofSeconds(WAIT_SECONDS))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Pushes a blob in one request. */
    Digest blob(String repository, byte[] content) {
        Digest digest = Digest.sha256(content);
        HttpResponse<byte[]> response = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
        assertThat(response.statusCode()).isEqualTo(201);
        return digest;
    }

    /** Opens a session and returns its location. */
    String upload(String repository) {
        HttpResponse<byte[]> response = post("/v2/" + repository + "/blobs/uploads/");
        assertThat(response.statusCode()).isEqualTo(202);
        return header(response, "Location");
    }

    HttpResponse<byte[]> putManifest(String repository, String reference, String mediaType, String content) {
        return send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                content.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                mediaType);
    }

    /** Pushes a small image and returns its manifest's digest. */
    Digest image(String repository, String tag) {
        String manifest = manifest(repository, "layer of " + tag);
        assertThat(putManifest(repository, tag, MediaType.OCI_MANIFEST, manifest)
                        .statusCode())
                .isEqualTo(201);
        return Digest.sha256(manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes a config and a layer and returns the manifest that names them. */
    String manifest(String repository, String layer) {
        byte[] bytes = layer.getBytes(StandardCharsets.UTF_8);
        return manifestOf(
                        blob(repository, "{}".getBytes(StandardCharsets.UTF_8)), blob(repository, bytes), bytes.length)
                .encode();
    }

    static JsonObject manifestOf(Digest config, Digest layer, int size) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", descriptor(MediaType.OCI_CONFIG, config, 2))
                .put("layers", List.of(descriptor(MediaType.OCI_LAYER, layer, size)));
    }

    static JsonObject descriptor(String mediaType, Digest digest, long size) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    static JsonObject json(HttpResponse<byte[]> response) {
        return new JsonObject(new String(response.body(), StandardCharsets.UTF_8));
    }

    /** Asserts an error body of the spec's form. */
    static void assertRefused(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        JsonObject entry = json(response).getJsonArray("errors").getJsonObject(0);
        assertThat(entry.getString("code")).isEqualTo(code);
        assertThat(entry.getString("message")).isNotBlank();
    }

    @Override
    public void close() {
        await(vertx.close());
        assertThat(uncaught).isEmpty();
    }
}
