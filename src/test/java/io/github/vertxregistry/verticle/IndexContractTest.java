package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.CreateIndexRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that are built of images of a registry, through the typed client and real sockets. */
class IndexContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private Digest push(String name, String platform, ManifestFormat format) {
        Path tar = image(name)
                .platform(platform)
                .layer("a", name)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        return await(client.push(PushRequest.of(tar.toString()).withFormat(format)))
                .images()
                .get(0)
                .digest();
    }

    private static CreateIndexRequest request(String repository, String tag, String... images) {
        return new CreateIndexRequest(
                null,
                repository,
                tag,
                Stream.of(images).map(ImageReference::of).toList(),
                ManifestFormat.AUTO,
                Map.of());
    }

    @Test
    void readsPlatformsFromConfigsAndMountsWhatAnotherRepositoryHas() throws Exception {
        // Given
        Digest amd = push("index/app:amd", "linux/amd64", ManifestFormat.DOCKER);
        Digest arm = push("index/other:arm", "linux/arm64", ManifestFormat.DOCKER);
        // When
        AssembledImage built = await(client.createIndex(
                request("index/app", "all", "index/app:amd", "index/other@" + arm, "index/app@" + amd)));
        // Then
        assertThat(built.reference()).endsWith("/index/app:all");
        assertThat(built.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST_LIST);
        assertThat(built.manifests()).extracting(Descriptor::digest).containsExactly(amd, arm);
        assertThat(built.manifests())
                .extracting(child -> child.platform().toString())
                .containsExactly("linux/amd64", "linux/arm64");
        assertThat(built.mounted()).isEqualTo(2);
        assertThat(built.uploaded()).isZero();
        assertThat(await(client.headManifest("index/app", "all")).digest()).isEqualTo(built.digest());
        assertThat(ReadBack.files(toolkit.registry(), "index/app", "all")).containsEntry("a", "index/other:arm");
    }

    @Test
    void writesNothingTheSecondTime() {
        // Given
        push("again/app:amd", "linux/amd64", ManifestFormat.OCI);
        push("again/other:arm", "linux/arm64", ManifestFormat.OCI);
        CreateIndexRequest request = request("again/app", "all", "again/app:amd", "again/other:arm");
        AssembledImage first = await(client.createIndex(request));
        try (ScriptedServer watched = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            AssembledImage second = await(client.withRegistry(watched.url()).createIndex(request));
            // Then
            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(watched.requests()).allMatch(line -> line.startsWith("GET ") || line.startsWith("HEAD "));
        }
    }

    @Test
    void annotatesAnOciIndexOfImagesOfBothKinds() {
        // Given
        push("both/app:amd", "linux/amd64", ManifestFormat.DOCKER);
        push("both/app:arm", "linux/arm64", ManifestFormat.OCI);
        CreateIndexRequest plain = request("both/app", "all", "both/app:amd", "both/app:arm");
        // When
        AssembledImage built = await(client.createIndex(new CreateIndexRequest(
                null, "both/app", "all", plain.images(), ManifestFormat.AUTO, Map.of("org.example.team", "blue"))));
        // Then
        assertThat(built.mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(built.manifests())
                .extracting(Descriptor::mediaType)
                .containsExactly(MediaType.DOCKER_MANIFEST, MediaType.OCI_MANIFEST);
        JsonObject text =
                new JsonObject(await(client.getManifest("both/app", "all")).content());
        assertThat(text.getJsonObject("annotations")).isEqualTo(new JsonObject().put("org.example.team", "blue"));
        RegistryException docker = failure(client.createIndex(
                new CreateIndexRequest(null, "both/app", "all", plain.images(), ManifestFormat.DOCKER, Map.of())));
        assertThat(docker.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(docker).hasMessageContaining("not all images are Docker's");
    }

    @Test
    void takesWhatIndexesListAsTheyDescribeIt() {
        // Given
        Digest windows = push("nested/win:1", "windows/amd64", ManifestFormat.OCI);
        Digest arm = push("nested/app:arm", "linux/arm64", ManifestFormat.OCI);
        JsonObject described = new JsonObject()
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("size", await(client.headManifest("nested/win", "1")).size())
                .put("digest", windows.toString())
                .put("platform", new JsonObject("""
                    {"architecture":"amd64","os":"windows","os.version":"10.0.1","os.features":["win32k"]}"""))
                .put("annotations", new JsonObject().put("org.example", "kept"));
        String inner = putIndex("nested/win", described);
        String outer = putIndex(
                "nested/win",
                new JsonObject()
                        .put("mediaType", MediaType.OCI_INDEX)
                        .put(
                                "size",
                                await(client.headManifest("nested/win", inner)).size())
                        .put("digest", inner));
        // When
        AssembledImage built =
                await(client.createIndex(request("nested/app", "all", "nested/win@" + outer, "nested/app:arm")));
        // Then
        assertThat(built.manifests()).extracting(Descriptor::digest).containsExactly(windows, arm);
        JsonObject text =
                new JsonObject(await(client.getManifest("nested/app", "all")).content());
        assertThat(text.getJsonArray("manifests").getJsonObject(0)).isEqualTo(described);
    }

    @Test
    void listsAManifestOnceForEachPlatformThatAnIndexHasItFor() {
        // Given
        push("data/app:1", "linux/amd64", ManifestFormat.OCI);
        RegistryImages images = new RegistryImages(toolkit, folder);
        JsonObject amd = images.descriptor("data/app", "1")
                .put("platform", new JsonObject().put("architecture", "amd64").put("os", "linux"));
        JsonObject arm = amd.copy()
                .put("platform", new JsonObject().put("architecture", "arm64").put("os", "linux"));
        String index = images.putIndex("data/app", amd, arm, amd);
        // When
        AssembledImage built = await(client.createIndex(request("data/app", "all", "data/app@" + index, "data/app:1")));
        // Then
        assertThat(built.manifests())
                .extracting(child -> child.platform().toString())
                .containsExactly("linux/amd64", "linux/arm64");
    }

    private String putIndex(String repository, JsonObject child) {
        String index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", new JsonArray().add(child))
                .encode();
        String digest = Digest.sha256(index.getBytes(StandardCharsets.UTF_8)).toString();
        await(client.putManifest(new PutManifestRequest(null, repository, digest, MediaType.OCI_INDEX, index)));
        return digest;
    }

    @Test
    void readsAnIndexOnceHoweverOftenItIsListed() {
        // Given
        push("often/app:amd", "linux/amd64", ManifestFormat.OCI);
        RegistryImages images = new RegistryImages(toolkit, folder);
        JsonObject inner =
                images.descriptor("often/app", images.putIndex("often/app", images.descriptor("often/app", "amd")));
        String outer =
                images.putIndex("often/app", Collections.nCopies(50, inner).toArray(JsonObject[]::new));
        try (ScriptedServer watched = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            AssembledImage built = await(
                    client.withRegistry(watched.url()).createIndex(request("often/app", "all", "often/app@" + outer)));
            // Then
            assertThat(built.manifests()).hasSize(1);
            assertThat(watched.requests()).hasSizeLessThan(10);
        }
    }

    @Test
    void refusesMoreIndexesThanAnyoneNeeds() {
        // Given
        Map<String, String> indexes = new HashMap<>();
        JsonArray list = new JsonArray();
        for (int i = 0; i <= 1_000; i++) {
            String index = index(new JsonArray())
                    .put("annotations", new JsonObject().put("i", "" + i))
                    .encode();
            JsonObject descriptor = OciParts.descriptor(MediaType.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8));
            list.add(descriptor);
            indexes.put(descriptor.getString("digest"), index);
        }
        indexes.put("all", index(list).encode());
        try (ScriptedServer hostile = ScriptedServer.of(exchange -> exchange.answer(
                200,
                Map.of("Content-Type", MediaType.OCI_INDEX),
                indexes.get(exchange.uri().substring(exchange.uri().lastIndexOf('/') + 1))))) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(hostile.url()).createIndex(request("many/app", "new", "many/app:all")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
            assertThat(failure).hasMessageContaining("more than 1000 manifests");
        }
    }

    private static JsonObject index(JsonArray manifests) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", manifests);
    }

    @Test
    void refusesTwoImagesOfOnePlatform() {
        // Given
        push("twice/app:1", "linux/amd64", ManifestFormat.OCI);
        push("twice/app:2", "linux/amd64", ManifestFormat.OCI);
        // When
        RegistryException failure =
                failure(client.createIndex(request("twice/app", "all", "twice/app:1", "twice/app:2")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("two images for linux/amd64");
        assertThat(failure(client.headManifest("twice/app", "all")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void uploadsWhatCannotBeMounted() throws Exception {
        // Given
        push("mount/other:arm", "linux/arm64", ManifestFormat.OCI);
        try (ScriptedServer mountless = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("mount=")) {
                exchange.answer(403, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            AssembledImage built = await(
                    client.withRegistry(mountless.url()).createIndex(request("mount/app", "all", "mount/other:arm")));
            // Then
            assertThat(built.uploaded()).isEqualTo(2);
            assertThat(built.bytes()).isPositive();
            assertThat(ReadBack.files(toolkit.registry(), "mount/app", "all")).containsEntry("a", "mount/other:arm");
        }
    }

    @Test
    void writesNoTagWhereAPartFails() {
        // Given
        push("part/other:arm", "linux/arm64", ManifestFormat.OCI);
        try (ScriptedServer refusing = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT") && exchange.uri().contains("/manifests/sha256:")) {
                exchange.answer(400, Map.of(), "{\"errors\":[{\"code\":\"MANIFEST_INVALID\"}]}");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(
                    client.withRegistry(refusing.url()).createIndex(request("part/app", "all", "part/other:arm")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.MANIFEST_REFUSED);
            assertThat(refusing.requests()).noneMatch(line -> line.startsWith("PUT") && line.endsWith("/all"));
        }
    }

    @Test
    void namesWhatIsNotThere() {
        // When
        RegistryException missing = failure(client.createIndex(request("no/app", "all", "no/such:1")));
        // Then
        assertThat(missing.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(missing).hasMessageContaining("has no image no/such:1");
    }
}
