package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Puts images of fixtures into a toolkit's registry, and reads its documents as they lie there. */
final class RegistryImages {
    private final Toolkit toolkit;
    private final RegistryClient client;
    private final Path folder;

    RegistryImages(Toolkit toolkit, Path folder) {
        this.toolkit = toolkit;
        this.client = toolkit.client();
        this.folder = folder;
    }

    /** Pushes an image of that kind under its first name; returns its digest. */
    Digest push(ImageTarFixture image, ManifestFormat format) {
        Path tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        return await(client.push(PushRequest.of(tar.toString()).withFormat(format)))
                .images()
                .get(0)
                .digest();
    }

    JsonObject manifest(String repository, String reference) {
        return new JsonObject(await(client.getManifest(repository, reference)).content());
    }

    /** Returns the config of the image with that manifest. */
    JsonObject config(String repository, JsonObject manifest) throws IOException, InterruptedException {
        String digest = manifest.getJsonObject("config").getString("digest");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(toolkit.registry() + "/v2/" + repository + "/blobs/" + digest))
                .build();
        return new JsonObject(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Returns the descriptor of a manifest that is there. */
    JsonObject descriptor(String repository, String reference) {
        var head = await(client.headManifest(repository, reference));
        return new JsonObject()
                .put("mediaType", head.mediaType())
                .put("size", head.size())
                .put("digest", head.digest().toString());
    }

    /** Writes an OCI index of those descriptors under its digest, which it returns. */
    String putIndex(String repository, JsonObject... children) {
        JsonArray list = new JsonArray();
        Stream.of(children).forEach(list::add);
        String index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", list)
                .encode();
        String digest = Digest.sha256(index.getBytes(StandardCharsets.UTF_8)).toString();
        await(client.putManifest(new PutManifestRequest(null, repository, digest, MediaType.OCI_INDEX, index)));
        return digest;
    }
}
