package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies between two registries and within one, through the typed client and real sockets. */
class CopyContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;
    private static String other;

    @TempDir
    private Path folder;

    private RegistryImages images;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
        other = toolkit.anotherRegistry();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    private static ImagePlace at(String registry, String repository, String reference) {
        return new ImagePlace(registry, repository, reference);
    }

    private Digest push(String name) {
        return images.push(image(name).layer("a", name).layer("b", "shared"), ManifestFormat.OCI);
    }

    @Test
    void copiesAnImageByteForByte() throws Exception {
        // Given
        Digest digest = push("plain/app:1");
        // When
        CopiedImage copied =
                await(client.copy(CopyRequest.of(at(null, "plain/app", "1"), at(other, "mirror/app", null))));
        // Then
        assertThat(copied.digest()).isEqualTo(digest);
        assertThat(copied.reference()).isEqualTo(other.substring("http://".length()) + "/mirror/app:1");
        assertThat(copied.copied()).isEqualTo(3);
        assertThat(copied.manifests()).isEqualTo(1);
        assertThat(copied.bytes()).isPositive();
        assertThat(await(client.withRegistry(other).getManifest("mirror/app", "1")))
                .isEqualTo(await(client.getManifest("plain/app", "1")));
        assertThat(ReadBack.files(other, "mirror/app", "1")).containsEntry("a", "plain/app:1");
    }

    @Test
    void costsOneHeadForEachSideWhereNothingHasChanged() {
        // Given
        push("same/app:1");
        try (ScriptedServer from = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            CopyRequest request = CopyRequest.of(at(from.url(), "same/app", "1"), at(to.url(), "same/app", "2"));
            CopiedImage first = await(client.copy(request));
            from.requests().clear();
            to.requests().clear();
            // When
            CopiedImage second = await(client.copy(request));
            // Then
            assertThat(first.manifests()).isEqualTo(1);
            assertThat(second)
                    .isEqualTo(new CopiedImage(
                            first.reference(), first.digest(), first.mediaType(), 0, 0, 0, 0, 0, 0, List.of()));
            assertThat(from.requests()).containsExactly("HEAD /v2/same/app/manifests/1");
            assertThat(to.requests()).containsExactly("HEAD /v2/same/app/manifests/2");
        }
    }

    @Test
    void sendsOnlyWhatTheTargetLacks() {
        // Given
        push("part/app:1");
        push("part/app:2");
        await(client.copy(CopyRequest.of(at(null, "part/app", "1"), at(other, "part/app", null))));
        // When
        CopiedImage copied = await(client.copy(CopyRequest.of(at(null, "part/app", "2"), at(other, "part/app", null))));
        // Then
        assertThat(copied.skipped()).isEqualTo(1);
        assertThat(copied.copied()).isEqualTo(2);
    }

    @Test
    void mountsWithinARegistryAndWritesATagAlone() {
        // Given
        Digest digest = push("mount/app:1");
        // When
        CopiedImage moved =
                await(client.copy(CopyRequest.of(at(null, "mount/app", digest.toString()), at(null, "mount/b", "x"))));
        CopiedImage tagged = await(client.copy(CopyRequest.of(at(null, "mount/b", "x"), at(null, "mount/b", "y"))));
        // Then
        assertThat(moved.mounted()).isEqualTo(3);
        assertThat(moved.copied()).isZero();
        assertThat(moved.bytes()).isZero();
        assertThat(tagged.skipped()).isEqualTo(3);
        assertThat(await(client.headManifest("mount/b", "y")).digest()).isEqualTo(digest);
    }

    @Test
    void readsAndUploadsWhatCannotBeMounted() throws Exception {
        // Given
        push("mountless/app:1");
        try (ScriptedServer mountless = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("mount=")) {
                exchange.answer(401, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            CopiedImage copied = await(client.withRegistry(mountless.url())
                    .copy(CopyRequest.of(at(null, "mountless/app", "1"), at(null, "mountless/b", null))));
            // Then
            assertThat(copied.copied()).isEqualTo(3);
            assertThat(ReadBack.files(toolkit.registry(), "mountless/b", "1")).containsEntry("a", "mountless/app:1");
        }
    }

    @Test
    void mountsAtTheTargetWhatAnEarlierCopyOfAJobHasBrought() throws Exception {
        // Given
        push("places/a:1");
        push("places/b:1");
        try (ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            // When
            SyncStatus job =
                    await(client.sync(SyncRequest.of(null, to.url(), "places/*").withConcurrency(1)));
            // Then
            assertThat(job.totals().copied()).isEqualTo(2);
            assertThat(to.requests())
                    .filteredOn(line -> line.contains("mount="))
                    .singleElement()
                    .asString()
                    .contains("from=places/");
            assertThat(ReadBack.files(other, "places/a", "1")).containsEntry("b", "shared");
            assertThat(ReadBack.files(other, "places/b", "1")).containsEntry("b", "shared");
        }
    }

    @Test
    void copiesAnIndexChildrenFirstAndTheTagLast() throws Exception {
        // Given
        String outer = nested("index/app");
        try (ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            // When
            CopiedImage copied =
                    await(client.copy(CopyRequest.of(at(null, "index/app", outer), at(to.url(), "index/app", "all"))));
            // Then
            assertThat(copied.manifests()).isEqualTo(4);
            assertThat(copied.digest()).hasToString(outer);
            List<String> puts = to.requests().stream()
                    .filter(line -> line.startsWith("PUT") && line.contains("/manifests/"))
                    .toList();
            // The embedded registry, as others, takes no index before what it lists.
            assertThat(puts).hasSize(4);
            assertThat(puts.get(3)).endsWith("/manifests/all");
            assertThat(ReadBack.files(other, "index/app", "all")).containsKeys("amd", "arm");
        }
    }

    /** An index of an index of two images, and of one of these once more. */
    private String nested(String repository) {
        images.push(image(repository + ":amd").platform("linux/amd64").layer("amd", repository), ManifestFormat.OCI);
        images.push(image(repository + ":arm").platform("linux/arm64/v8").layer("arm", repository), ManifestFormat.OCI);
        JsonObject amd = images.descriptor(repository, "amd")
                .put("platform", new JsonObject().put("os", "linux").put("architecture", "amd64"));
        JsonObject arm = images.descriptor(repository, "arm")
                .put(
                        "platform",
                        new JsonObject()
                                .put("os", "linux")
                                .put("architecture", "arm64")
                                .put("variant", "v8"));
        String inner = images.putIndex(repository, amd, arm);
        return images.putIndex(repository, amd, images.descriptor(repository, inner), arm);
    }

    @Test
    void copiesOnePlatformAsTheImageThatItIs() {
        // Given
        String outer = nested("one/app");
        Digest arm = await(client.headManifest("one/app", "arm")).digest();
        CopyRequest request = CopyRequest.of(at(null, "one/app", outer), at(other, "one/app", "arm"))
                .withPlatforms("linux/arm64");
        // When
        CopiedImage copied = await(client.copy(request));
        // Then
        assertThat(copied.digest()).isEqualTo(arm);
        assertThat(copied.manifests()).isEqualTo(1);
        assertThat(await(client.copy(request)).manifests()).isZero();
        RegistryException missing = failure(client.copy(request.withPlatforms("windows/amd64")));
        assertThat(missing.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(missing).hasMessageContaining("has no image for windows/amd64");
        assertThat(missing.hint()).hasValue("it has linux/amd64, linux/arm64/v8");
    }

    @Test
    void copiesSomePlatformsUnderAnIndexOfTheirOwn() {
        // Given
        String outer = nested("some/app");
        CopyRequest request = CopyRequest.of(at(null, "some/app", outer), at(other, "some/app", "two"))
                .withPlatforms("linux/arm64/v8", "linux/amd64");
        // When
        CopiedImage copied = await(client.copy(request));
        // Then
        JsonObject written = new JsonObject(
                await(client.withRegistry(other).getManifest("some/app", "two")).content());
        JsonObject whole = images.manifest("some/app", outer);
        whole.getJsonArray("manifests").remove(1);
        assertThat(written).isEqualTo(whole);
        assertThat(copied.manifests()).isEqualTo(3);
        assertThat(await(client.copy(request)).manifests()).isZero();
    }

    @Test
    void checksThePlatformOfAnImageThatStandsAlone() {
        // Given
        images.push(image("alone/app:1").platform("linux/amd64").layer("a", "b"), ManifestFormat.DOCKER);
        CopyRequest request = CopyRequest.of(at(null, "alone/app", "1"), at(other, "alone/app", null));
        // When
        CopiedImage copied = await(client.copy(request.withPlatforms("linux/amd64")));
        RegistryException failure = failure(client.copy(request.withPlatforms("linux/s390x")));
        // Then
        assertThat(copied.manifests()).isEqualTo(1);
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.hint()).hasValue("it has linux/amd64 alone");
    }

    @ParameterizedTest
    @EnumSource(names = {"BUILDX_OCI_ATTESTED", "BUILDX_OCI_PLATFORMS", "BUILDX_OCI_ZSTD", "DOCKER_LEGACY"})
    void copiesWhatProgramsWroteWithAttestations(RecordedTar recorded) throws Exception {
        // Given
        String repository = "recorded/" + recorded.name().toLowerCase(Locale.ROOT);
        String tar = recorded.write(folder.resolve("recorded.tar")).toString();
        await(client.pushTar(tar, repository, "1"));
        // When
        CopiedImage copied = await(client.copy(CopyRequest.of(at(null, repository, "1"), at(other, repository, null))));
        // Then
        assertThat(await(client.withRegistry(other).getManifest(repository, "1")))
                .isEqualTo(await(client.getManifest(repository, "1")));
        assertThat(copied.manifests())
                .isEqualTo(1
                        + images.manifest(repository, "1")
                                .getJsonArray("manifests", new JsonArray())
                                .size());
        assertThat(ReadBack.files(other, repository, "1"))
                .containsEntry("a.txt", "a\n")
                .containsEntry("srv/b.txt", "b\n");
    }

    @Test
    void copiesTheAttestationsOfThePlatformsThatAreChosen() {
        // Given
        String tar = RecordedTar.BUILDX_OCI_PLATFORMS
                .write(folder.resolve("recorded.tar"))
                .toString();
        await(client.pushTar(tar, "attested/app", "1"));
        CopyRequest both = CopyRequest.of(at(null, "attested/app", "1"), at(other, "attested/app", "both"))
                .withPlatforms("linux/amd64", "linux/arm64");
        CopyRequest twice = CopyRequest.of(at(null, "attested/app", "1"), at(other, "attested/app", "one"))
                .withPlatforms("linux/amd64", "linux/amd64");
        // When
        CopiedImage all = await(client.copy(both));
        CopiedImage one = await(client.copy(twice));
        // Then
        assertThat(all.digest())
                .isEqualTo(await(client.headManifest("attested/app", "1")).digest());
        JsonArray entries = new JsonObject(await(client.withRegistry(other).getManifest("attested/app", "one"))
                        .content())
                .getJsonArray("manifests");
        assertThat(one.manifests()).isEqualTo(1);
        assertThat(entries).hasSize(2);
        assertThat(entries.getJsonObject(1).getJsonObject("annotations").getString("vnd.docker.reference.digest"))
                .isEqualTo(entries.getJsonObject(0).getString("digest"));
    }

    @Test
    void namesWhatIsNotThere() {
        // Given
        String present = nested("sparse/app");
        try (ScriptedServer sparse = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/manifests/sha256:") && !exchange.uri().endsWith(present)) {
                exchange.answer(404, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException image =
                    failure(client.copy(CopyRequest.of(at(null, "no/such", "1"), at(other, "no/such", null))));
            RegistryException part = failure(
                    client.copy(CopyRequest.of(at(sparse.url(), "sparse/app", present), at(other, "sparse/app", "1"))));
            // Then
            assertThat(image.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(image).hasMessageContaining("has no image no/such:1");
            assertThat(part.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(part).hasMessageContaining("and has it not");
            assertThat(failure(client.withRegistry(other).headManifest("sparse/app", "1"))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @Test
    void writesNoDigestThatTheImageHasNot() {
        // Given
        push("digest/app:1");
        String wrong = Digest.sha256(new byte[1]).toString();
        // When
        RegistryException failure =
                failure(client.copy(CopyRequest.of(at(null, "digest/app", "1"), at(other, "digest/app", wrong))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("field 'target' names " + wrong);
    }
}
