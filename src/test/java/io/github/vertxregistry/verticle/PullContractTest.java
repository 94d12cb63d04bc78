package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PullContractTest {
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private PushedImage pushed(ImageTarFixture image) {
        Path tar = image.write(folder.resolve("pushed.tar"), TarShape.DOCKER_LEGACY);
        return await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0);
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static String host() {
        return toolkit.registry().substring("http://".length());
    }

    private TarValidationReply validated(String tar) {
        return await(toolkit.client()
                .startValidateTar(new TarValidateRequest(tar, true))
                .result());
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals("pushed.tar"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(PullFormat.class)
    void whatIsPulledIsPushedAgainByteForByte(PullFormat format) throws IOException {
        // Given
        PushedImage pushed = pushed(image("pull/round:1.0")
                .layer("a.txt", "first", Compression.GZIP)
                .layer("b.txt", "second")
                .layer("b.txt", "second"));
        String tar = out("pulled");
        // When
        PullReply reply = await(
                toolkit.client().pull(PullRequest.of(tar, "pull/round:1.0").withFormat(format)));
        // Then
        assertThat(reply.images()).hasSize(1);
        assertThat(reply.images().get(0).reference()).isEqualTo(host() + "/pull/round:1.0");
        assertThat(reply.images().get(0).digest()).isEqualTo(pushed.digest());
        assertThat(reply.images().get(0).platform()).isEqualTo("linux/amd64");
        assertThat(validated(tar).problems()).isEmpty();
        assertThat(validated(tar).layout())
                .isEqualTo(
                        switch (format) {
                            case DOCKER -> TarLayout.DOCKER_ARCHIVE;
                            case OCI -> TarLayout.OCI_ARCHIVE;
                            case OCI_FOLDER -> TarLayout.OCI_FOLDER;
                        });
        PushedImage again = await(toolkit.client().push(PushRequest.of(tar).withPrefix("again")))
                .images()
                .get(0);
        assertThat(again.reference()).isEqualTo(host() + "/again/pull/round:1.0");
        assertThat(again.digest()).isEqualTo(pushed.digest());
        assertThat(again.digestKept()).isTrue();
        assertThat(left()).containsExactly(Path.of(tar));
        if (format != PullFormat.OCI_FOLDER) {
            assertThat(Files.size(Path.of(tar))).isEqualTo(reply.size());
        }
    }

    @Test
    void theSameImagesMakeTheSameBytes() throws IOException {
        // Given
        pushed(image("pull/same:1").layer("a.txt", "first", Compression.GZIP).layer("b.txt", "second"));
        await(toolkit.client().pull(out("one.tar"), "pull/same:1"));
        // When
        await(toolkit.client()
                .pull(PullRequest.of(out("two.tar"), "pull/same:1").withConcurrency(1)));
        // Then
        assertThat(Files.mismatch(Path.of(out("one.tar")), Path.of(out("two.tar"))))
                .isEqualTo(-1);
    }

    @Test
    void severalImagesShareTheirLayersInOneTar() {
        // Given
        pushed(image("pull/one:1").layer("a.txt", "shared").layer("b.txt", "one"));
        pushed(image("pull/two:1").layer("a.txt", "shared").layer("b.txt", "two"));
        await(toolkit.client().tagImage("pull/one", "1", "2"));
        String tar = out("both.tar");
        // When
        PullReply reply = await(toolkit.client().pull(tar, "pull/one:1", "pull/two:1", "pull/one:2"));
        // Then
        assertThat(reply.images()).hasSize(3);
        assertThat(reply.blobs()).isEqualTo(3);
        List<InspectedImage> images = await(toolkit.client().inspectTar(tar));
        assertThat(images)
                .extracting(InspectedImage::repoTags)
                .containsExactly(
                        List.of(host() + "/pull/one:1", host() + "/pull/one:2"), List.of(host() + "/pull/two:1"));
        assertThat(validated(tar).problems()).isEmpty();
    }

    @Test
    void anImageThatIsAskedForByDigestGetsNoName() {
        // Given
        PushedImage pushed = pushed(image("pull/digest:1").layer("a.txt", "a"));
        // When
        await(toolkit.client().pull(out("a.tar"), "pull/digest@" + pushed.digest()));
        // Then
        assertThat(await(toolkit.client().inspectTar(out("a.tar"))).get(0).repoTags())
                .isEmpty();
    }

    @Test
    void allPlatformsOfAnIndexAreKeptWithTheirAttestations() {
        // Given
        Path tar = RecordedTar.BUILDX_OCI_ATTESTED.write(folder.resolve("pushed.tar"));
        PushReply index =
                await(toolkit.client().push(PushRequest.of(tar.toString()).as("pull/index", "1")));
        // When
        PullReply reply = await(toolkit.client()
                .pull(PullRequest.of(out("all.tar"), "pull/index:1")
                        .withFormat(PullFormat.OCI)
                        .withPlatform("all")));
        // Then
        assertThat(reply.images().get(0).digest())
                .isEqualTo(index.images().get(0).digest());
        PushedImage again = await(
                        toolkit.client().push(PushRequest.of(out("all.tar")).as("pull/again", "1")))
                .images()
                .get(0);
        assertThat(again.digest()).isEqualTo(index.images().get(0).digest());
        assertThat(again.platformsDropped()).isEmpty();
    }

    @Test
    void aPlatformThatIsNotThereIsRefusedWithThoseThatAre() {
        // Given
        pushed(image("pull/arm:1").platform("linux/arm64").layer("a.txt", "arm"));
        pushed(image("pull/amd:1").platform("linux/amd64").layer("a.txt", "amd"));
        await(toolkit.client()
                .createIndex(new io.github.vertxregistry.message.CreateIndexRequest(
                        null,
                        "pull/both",
                        "1",
                        List.of(ImageReference.of("pull/arm:1"), ImageReference.of("pull/amd:1")),
                        null,
                        null)));
        // When
        RegistryException failure = failure(toolkit.client()
                .pull(PullRequest.of(out("a.tar"), "pull/both:1").withPlatform("linux/s390x")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.hint()).hasValue("it has linux/arm64, linux/amd64");
        assertThat(await(toolkit.client()
                                .pull(PullRequest.of(out("a.tar"), "pull/both:1")
                                        .withPlatform("linux/arm64/v8")))
                        .images()
                        .get(0)
                        .platform())
                .isEqualTo("linux/arm64");
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByForce() throws IOException {
        // Given
        pushed(image("pull/force:1").layer("a.txt", "a"));
        Files.writeString(Path.of(out("a.tar")), "mine");
        // When
        RegistryException failure = failure(toolkit.client().pull(out("a.tar"), "pull/force:1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(Files.readString(Path.of(out("a.tar")))).isEqualTo("mine");
        await(toolkit.client().pull(PullRequest.of(out("a.tar"), "pull/force:1").withForce()));
        assertThat(validated(out("a.tar")).problems()).isEmpty();
        assertThat(left()).containsExactly(Path.of(out("a.tar")));
    }

    @Test
    void aFolderThatIsNoLayoutIsNotReplacedByForce() throws IOException {
        // Given
        pushed(image("pull/folder:1").layer("a.txt", "a"));
        Files.createDirectory(Path.of(out("mine")));
        Files.writeString(Path.of(out("mine/precious")), "mine");
        // When
        RegistryException failure = failure(toolkit.client()
                .pull(PullRequest.of(out("mine"), "pull/folder:1")
                        .withFormat(PullFormat.OCI_FOLDER)
                        .withForce()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(Files.readString(Path.of(out("mine/precious")))).isEqualTo("mine");
    }

    @Test
    void aPlaceThatIsNotThereIsNamed() {
        // Given
        pushed(image("pull/place:1").layer("a.txt", "a"));
        // When
        RegistryException failure = failure(toolkit.client().pull(out("none/a.tar"), "pull/place:1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNWRITABLE);
        assertThat(failure).hasMessageContaining("there is no folder " + folder.resolve("none"));
    }

    @Test
    void whatRefersToAnImageComesAlongWhereThatIsAsked() throws IOException {
        // Given
        PushedImage pushed = pushed(image("pull/signed:1").layer("a.txt", "a"));
        String own = await(toolkit.client().getManifest("pull/signed", "1")).content();
        JsonObject signature = new JsonObject(own)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", "application/vnd.example.signature")
                .put(
                        "subject",
                        new JsonObject()
                                .put("mediaType", pushed.mediaType())
                                .put("digest", pushed.digest().toString())
                                .put("size", own.length()));
        Digest digest = Digest.sha256(signature.encode().getBytes(StandardCharsets.UTF_8));
        await(toolkit.client()
                .putManifest(new PutManifestRequest(
                        null, "pull/signed", digest.toString(), MediaType.OCI_MANIFEST, signature.encode())));
        // When
        PullReply reply = await(toolkit.client()
                .pull(PullRequest.of(out("signed"), "pull/signed:1")
                        .withFormat(PullFormat.OCI_FOLDER)
                        .withReferrers()));
        // Then
        assertThat(reply.images().get(0).digest()).isEqualTo(pushed.digest());
        assertThat(Files.readString(Path.of(out("signed/index.json"))))
                .contains(pushed.digest().toString(), digest.toString());
        assertThat(Path.of(out("signed/blobs/sha256/" + digest.hex()))).hasContent(signature.encode());
    }
}
