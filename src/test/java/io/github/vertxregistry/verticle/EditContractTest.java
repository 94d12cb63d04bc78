package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configs and annotations that are changed in a registry, through the typed client and real sockets. */
class EditContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;
    private RegistryImages images;

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

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    private static EditImageRequest request(String repository, String reference, String target, ImageChanges changes) {
        return new EditImageRequest(null, repository, reference, null, ImageReference.of(target), changes);
    }

    @Test
    void changesWhatIsAskedForAndNothingElse() throws Exception {
        // Given
        images.push(image("edit/app:1").layer("a", "edit"), ManifestFormat.DOCKER);
        JsonObject before = images.config("edit/app", images.manifest("edit/app", "1"));
        ImageChanges changes = ImageChanges.NONE
                .withEnv("PATH", "/usr/bin")
                .withEnv("MODE", "a=b")
                .withLabel("version", "2")
                .withoutLabel("team")
                .withEntrypoint("/bin/other", "-x")
                .withUser("0:0")
                .withWorkingDir("/work")
                .withExposedPort("9090")
                .withCreated("2026-11-24T00:00:00Z");
        // When
        AssembledImage edited = await(client.editImage(request("edit/app", "1", "edit/app:2", changes)));
        // Then
        assertThat(edited.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(edited.uploaded()).isOne();
        JsonObject config = images.config("edit/app", images.manifest("edit/app", "2"));
        assertThat(config.getJsonObject("config")).isEqualTo(new JsonObject("""
                {"Env": ["PATH=/usr/bin", "MODE=a=b"], "User": "0:0", "WorkingDir": "/work",
                 "ExposedPorts": {"8080/tcp": {}, "9090/tcp": {}}, "Labels": {"version": "2"},
                 "Entrypoint": ["/bin/other", "-x"]}"""));
        assertThat(config.getString("created")).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(without(config)).isEqualTo(without(before));
        assertThat(images.manifest("edit/app", "2").getJsonArray("layers"))
                .isEqualTo(images.manifest("edit/app", "1").getJsonArray("layers"));
        assertThat(ReadBack.files(toolkit.registry(), "edit/app", "2")).containsEntry("a", "edit");
    }

    private static JsonObject without(JsonObject config) {
        JsonObject rest = config.copy();
        rest.remove("config");
        rest.remove("created");
        return rest;
    }

    @Test
    void annotatesAnOciImageInAnotherRepositoryAndKeepsItsConfig() {
        // Given
        images.push(image("note/app:1").layer("a", "note"), ManifestFormat.OCI);
        // When
        AssembledImage edited = await(client.editImage(
                request("note/app", "1", "note/other:1", ImageChanges.NONE.withAnnotation("org.example", "x"))));
        // Then
        assertThat(edited.mounted()).isEqualTo(2);
        assertThat(edited.uploaded()).isZero();
        JsonObject now = images.manifest("note/other", "1");
        JsonObject then = images.manifest("note/app", "1");
        assertThat(now.getJsonObject("annotations")).isEqualTo(new JsonObject().put("org.example", "x"));
        assertThat(now.getJsonObject("config")).isEqualTo(then.getJsonObject("config"));
        RegistryException docker = dockerRefusal();
        assertThat(docker.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(docker).hasMessageContaining("a Docker manifest has none");
    }

    private RegistryException dockerRefusal() {
        images.push(image("note/docker:1").layer("a", "note"), ManifestFormat.DOCKER);
        return failure(client.editImage(
                request("note/docker", "1", "note/docker:2", ImageChanges.NONE.withAnnotation("org.example", "x"))));
    }

    @Test
    void keepsFieldsThatItDoesNotKnow() throws Exception {
        // Given
        images.push(image("odd/app:1").layer("a", "odd"), ManifestFormat.OCI);
        JsonObject odd = images.manifest("odd/app", "1").put("org.example.odd", new JsonObject("{\"z\":[1,null]}"));
        odd.getJsonArray("layers").getJsonObject(0).put("annotations", new JsonObject().put("k", "v"));
        await(client.putManifest(new PutManifestRequest(null, "odd/app", "2", MediaType.OCI_MANIFEST, odd.encode())));
        // When
        await(client.editImage(request("odd/app", "2", "odd/app:3", ImageChanges.NONE.withLabel("a", "b"))));
        // Then
        JsonObject now = images.manifest("odd/app", "3");
        assertThat(now.getJsonObject("org.example.odd")).isEqualTo(odd.getJsonObject("org.example.odd"));
        assertThat(now.getJsonArray("layers")).isEqualTo(odd.getJsonArray("layers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1E+400", "0.12345678901234567890123", "12345678901234567890123", "1E+999999999"})
    void keepsEachDigitOfANumberThatItDoesNotKnow(String number) {
        // Given
        images.push(image("digit/app:1").layer("a", "digit"), ManifestFormat.OCI);
        String manifest = images.manifest("digit/app", "1").encode();
        String odd = manifest.substring(0, manifest.length() - 1) + ",\"org.example.odd\":" + number + "}";
        await(client.putManifest(new PutManifestRequest(null, "digit/app", "2", MediaType.OCI_MANIFEST, odd)));
        // When
        await(client.editImage(request("digit/app", "2", "digit/app:3", ImageChanges.NONE.withAnnotation("a", "b"))));
        // Then
        assertThat(await(client.getManifest("digit/app", "3")).content()).contains("\"org.example.odd\":" + number);
    }

    @Test
    void rewritesAnImageOnceHoweverOftenItIsListed() {
        // Given
        images.push(image("often/app:amd").layer("a", "amd"), ManifestFormat.OCI);
        JsonObject[] amds =
                Collections.nCopies(50, images.descriptor("often/app", "amd")).toArray(JsonObject[]::new);
        JsonObject inner = images.descriptor("often/app", images.putIndex("often/app", amds));
        String outer =
                images.putIndex("often/app", Collections.nCopies(50, inner).toArray(JsonObject[]::new));
        try (ScriptedServer watched = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            AssembledImage edited = await(client.withRegistry(watched.url())
                    .editImage(request("often/app", outer, "often/app:all", ImageChanges.NONE.withLabel("a", "b"))));
            // Then
            assertThat(edited.manifests()).hasSize(50);
            assertThat(watched.requests()).hasSizeLessThan(30);
        }
    }

    @Test
    void writesTheSameAgainWhereNothingChanges() {
        // Given
        var digest = images.push(image("same/app:1").layer("a", "same"), ManifestFormat.DOCKER);
        // When
        AssembledImage edited = await(
                client.editImage(request("same/app", "1", "same/app:2", ImageChanges.NONE.withLabel("team", "blue"))));
        // Then
        assertThat(edited.digest()).isEqualTo(digest);
    }

    @Test
    void anIndexInWhichNothingChangesKeepsItsBytesAndWhatIsAttested() {
        // Given
        images.push(image("kept/app:amd").platform("linux/amd64").layer("a", "amd"), ManifestFormat.OCI);
        images.push(image("kept/app:attested").layer("b", "attestation"), ManifestFormat.OCI);
        JsonObject amd = images.descriptor("kept/app", "amd").put("platform", platform("amd64"));
        JsonObject attested = images.descriptor("kept/app", "attested")
                .put("annotations", new JsonObject().put("vnd.docker.reference.digest", amd.getString("digest")));
        String index = spaced("kept/app", amd, attested);
        // When
        AssembledImage edited = await(client.editImage(
                request("kept/app", index, "kept/app:all", ImageChanges.NONE.withLabel("team", "blue"))));
        AssembledImage elsewhere = await(client.editImage(
                request("kept/app", index, "kept/other:all", ImageChanges.NONE.withLabel("team", "blue"))));
        AssembledImage changed = await(
                client.editImage(request("kept/app", index, "kept/app:new", ImageChanges.NONE.withLabel("a", "b"))));
        // Then
        assertThat(edited.digest()).hasToString(index);
        assertThat(edited.warnings()).isEmpty();
        assertThat(elsewhere.digest()).hasToString(index);
        assertThat(await(client.headManifest("kept/other", attested.getString("digest")))
                        .digest())
                .hasToString(attested.getString("digest"));
        assertThat(changed.manifests()).hasSize(1);
        assertThat(changed.warnings()).hasSize(1);
    }

    /** Writes an index as nobody here would, with spaces and a field that is not known; returns its digest. */
    private static String spaced(String repository, JsonObject... children) {
        JsonObject index = new JsonObject()
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", new JsonArray(List.of(children)))
                .put("own", true)
                .put("schemaVersion", 2);
        String text = index.encodePrettily();
        String digest = Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).toString();
        await(client.putManifest(new PutManifestRequest(null, repository, digest, MediaType.OCI_INDEX, text)));
        return digest;
    }

    @Test
    void changesEachImageOfAnIndexAndLeavesOutWhatWasAttestedOfThem() throws Exception {
        // Given
        images.push(image("multi/app:amd").platform("linux/amd64").layer("a", "amd"), ManifestFormat.OCI);
        images.push(image("multi/app:arm").platform("linux/arm64").layer("a", "arm"), ManifestFormat.OCI);
        JsonObject amd = images.descriptor("multi/app", "amd").put("platform", platform("amd64"));
        JsonObject arm = images.descriptor("multi/app", "arm").put("platform", platform("arm64"));
        JsonObject attested = amd.copy()
                .put("platform", new JsonObject().put("os", "unknown").put("architecture", "unknown"))
                .put("annotations", new JsonObject().put("vnd.docker.reference.digest", amd.getString("digest")));
        String index = images.putIndex("multi/app", amd, arm, attested);
        ImageChanges changes = ImageChanges.NONE.withLabel("a", "b").withAnnotation("org.example", "x");
        // When
        AssembledImage edited = await(client.editImage(request("multi/app", index, "multi/other:all", changes)));
        // Then
        assertThat(edited.mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(edited.manifests())
                .extracting(child -> child.platform().toString())
                .containsExactly("linux/amd64", "linux/arm64");
        assertThat(edited.warnings()).containsExactly("attestations are left out: they are of the image as it was");
        assertThat(images.manifest("multi/other", "all").getJsonObject("annotations"))
                .isEqualTo(new JsonObject().put("org.example", "x"));
        for (Descriptor child : edited.manifests()) {
            JsonObject manifest = images.manifest("multi/other", child.digest().toString());
            assertThat(images.config("multi/other", manifest)
                            .getJsonObject("config")
                            .getJsonObject("Labels")
                            .getString("a"))
                    .isEqualTo("b");
        }
        assertThat(ReadBack.files(toolkit.registry(), "multi/other", "all")).containsEntry("a", "arm");
    }

    @Test
    void takesOneImageOfAnIndexAlone() {
        // Given
        images.push(image("one/app:amd").platform("linux/amd64").layer("a", "amd"), ManifestFormat.OCI);
        JsonObject amd = images.descriptor("one/app", "amd").put("platform", platform("amd64"));
        String index = images.putIndex("one/app", amd);
        ImageReference target = ImageReference.of("one/app:2");
        ImageChanges changes = ImageChanges.NONE.withLabel("a", "b");
        // When
        AssembledImage edited =
                await(client.editImage(new EditImageRequest(null, "one/app", index, "linux/amd64", target, changes)));
        // Then
        assertThat(edited.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        RegistryException none =
                failure(client.editImage(new EditImageRequest(null, "one/app", index, "linux/arm64", target, changes)));
        assertThat(none.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(none.hint()).hasValue("it has linux/amd64");
    }

    private static JsonObject platform(String architecture) {
        return new JsonObject().put("architecture", architecture).put("os", "linux");
    }

    @Test
    void changesNoConfigOfAnArtifact() {
        // Given
        images.push(image("art/app:1").layer("a", "art"), ManifestFormat.OCI);
        JsonObject manifest = images.manifest("art/app", "1");
        manifest.getJsonObject("config").put("mediaType", "application/vnd.example.config");
        await(client.putManifest(
                new PutManifestRequest(null, "art/app", "2", MediaType.OCI_MANIFEST, manifest.encode())));
        // When
        RegistryException failure =
                failure(client.editImage(request("art/app", "2", "art/app:3", ImageChanges.NONE.withLabel("a", "b"))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        AssembledImage annotated = await(
                client.editImage(request("art/app", "2", "art/app:3", ImageChanges.NONE.withAnnotation("a", "b"))));
        assertThat(annotated.manifests()).hasSize(1);
    }

    @Test
    void refusesAnImageThatContradictsItself() {
        // Given
        images.push(image("odds/app:1").layer("a", "1").layer("b", "2"), ManifestFormat.OCI);
        JsonObject manifest = images.manifest("odds/app", "1");
        manifest.getJsonArray("layers").remove(1);
        await(client.putManifest(
                new PutManifestRequest(null, "odds/app", "2", MediaType.OCI_MANIFEST, manifest.encode())));
        // When
        RegistryException failure = failure(
                client.editImage(request("odds/app", "2", "odds/app:3", ImageChanges.NONE.withLabel("a", "b"))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        assertThat(failure).hasMessageContaining("its manifest has 1 layers, its config 2");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void tellsADamagedConfigAndWritesNothing() {
        // Given
        images.push(image("hurt/app:1").layer("a", "hurt"), ManifestFormat.OCI);
        try (ScriptedServer damaged = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("GET") && exchange.uri().contains("/blobs/")) {
                exchange.answer(200, Map.of(), "{\"os\":\"plan9\"}");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client.withRegistry(damaged.url())
                    .editImage(request("hurt/app", "1", "hurt/app:2", ImageChanges.NONE.withLabel("a", "b"))));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(damaged.requests()).noneMatch(line -> line.startsWith("P"));
        }
    }

    @Test
    void goesOnWhereAConfigsUploadIsCut() {
        // Given
        images.push(image("cut/app:1").layer("a", "cut"), ManifestFormat.OCI);
        AtomicInteger uploads = new AtomicInteger();
        try (ScriptedServer cutting = ScriptedServer.of(exchange -> {
            boolean sends = exchange.method().equals("PUT") && exchange.uri().contains("/blobs/uploads/");
            if (sends && uploads.getAndIncrement() == 0) {
                exchange.answerNothing(toolkit.registry(), 10);
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            AssembledImage edited = await(client.withRegistry(cutting.url())
                    .editImage(request("cut/app", "1", "cut/app:2", ImageChanges.NONE.withLabel("a", "b"))));
            // Then
            assertThat(await(client.headManifest("cut/app", "2")).digest()).isEqualTo(edited.digest());
            assertThat(uploads).hasValueGreaterThan(1);
        }
    }

    @Test
    void refusesRequestsThatMakeNoSense() {
        ImageChanges label = ImageChanges.NONE.withLabel("a", "b");
        assertThat(problem(() -> request("a", "1", "h:5000/b:2", label))).startsWith("field 'target' names the host");
        assertThat(problem(() -> request("a", "1", "b", ImageChanges.NONE)))
                .isEqualTo("field 'changes' changes nothing");
        assertThat(problem(() -> ImageChanges.NONE.withEnv("A=B", "c"))).contains("= in its name");
        assertThat(problem(() -> ImageChanges.NONE.withExposedPort("http"))).startsWith("field 'exposedPorts'");
        assertThat(problem(() -> ImageChanges.NONE.withCreated("today"))).startsWith("field 'created'");
        assertThat(problem(() -> ImageChanges.NONE.withUser("a\0b"))).startsWith("field 'user'");
    }

    private static String problem(ThrowingCallable call) {
        return catchThrowableOfType(RegistryException.class, call).getMessage();
    }
}
