package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.testkit.BadTar;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a push refuses, a deep validation reports as the same kind; nothing of it gets into the registry. */
class BadTarContractTest {
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

    static Stream<BadTar> badTars() {
        return Stream.concat(BadTar.all().stream(), BadTar.refusedByPushes().stream());
    }

    @ParameterizedTest
    @MethodSource("badTars")
    void whatAPushRefusesAValidationReports(BadTar bad) {
        // Given
        String tar = bad.write(folder).toString();
        TarValidationReply validation = await(toolkit.client()
                .startValidateTar(new TarValidateRequest(tar, true))
                .result());
        // When
        RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(tar));
        // Then
        assertThat(failure.kind()).isEqualTo(bad.kind());
        assertThat(failure).hasMessageContaining(bad.message()).hasMessageContaining(tar);
        assertThat(failure.hint()).isPresent();
        assertThat(validation.valid()).isFalse();
        assertThat(validation.problems()).extracting(TarProblem::kind).contains(failure.kind());
        assertThat(await(toolkit.client().listRepositories())).doesNotContain("team/app");
    }

    @Test
    void aWrongNameDoesNotMatterWhereTheCallerGivesOne() {
        // Given
        String tar = ImageTarFixture.image("named@sha256:" + "0".repeat(64))
                .layer("a", "b")
                .write(folder.resolve("image.tar"), TarShape.SKOPEO)
                .toString();
        // When
        var reply = await(toolkit.client().pushTar(tar, "named/app", "1.0"));
        // Then
        assertThat(reply.images()).hasSize(1);
        assertThat(reply.warnings()).singleElement().asString().contains("names a digest");
        assertThat(await(toolkit.client().listTags("named/app"))).containsExactly("1.0");
        assertThat(failure(toolkit.client().push(PushRequest.of(tar).as("named/app", null)))
                        .kind())
                .isEqualTo(FailureKind.NAME_INVALID);
    }

    @Test
    void twoImagesAreNotPushedUnderOneName() {
        // Given
        Path tar = TarShape.SKOPEO
                .of(
                        ImageTarFixture.image("a.example/twice/app:1").layer("a", "1"),
                        ImageTarFixture.image("b.example/twice/app:1").layer("a", "2"))
                .write(folder.resolve("image.tar"));
        // When
        RegistryException failure =
                failure(toolkit.client().push(PushRequest.of(tar.toString()).withAllImages()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure).hasMessageContaining("would both be pushed as twice/app:1");
        assertThat(await(toolkit.client().listRepositories())).doesNotContain("twice/app");
    }

    @Test
    void twoManifestsOfOneConfigAreNotPushedUnderOneName() {
        // Given
        Path tar = TarShape.OCI
                .of(
                        ImageTarFixture.image("a.example/same/app:1").layer("a", "1"),
                        ImageTarFixture.image("b.example/same/app:1").layer("a", "1", Compression.GZIP))
                .write(folder.resolve("image.tar"));
        // When
        RegistryException failure =
                failure(toolkit.client().push(PushRequest.of(tar.toString()).withAllImages()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure).hasMessageContaining("would both be pushed as same/app:1");
        assertThat(await(toolkit.client().listRepositories())).doesNotContain("same/app");
    }

    @Test
    void aBlobOfAFolderIsNamedOnce() throws IOException {
        // Given
        ImageTarFixture image = ImageTarFixture.image("folder/app:1").layer("a", "b", Compression.GZIP);
        Path layout = TarShape.ociFolder(folder.resolve("layout"), image);
        String blob = OciParts.path(image.layers().get(0).digest());
        byte[] bytes = Files.readAllBytes(layout.resolve(blob));
        bytes[bytes.length - 1] ^= 1;
        Files.write(layout.resolve(blob), bytes);
        // When
        RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(layout.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure).hasMessageStartingWith(blob + " of " + layout + " does not hash to ");
    }

    @Test
    void aBlobOfACompressedTarIsNamedByTheTarAndNotByItsCopy() {
        // Given
        Path plain = BadTar.refusedByPushes().stream()
                .filter(bad -> bad.kind() == FailureKind.DIGEST_MISMATCH)
                .findFirst()
                .orElseThrow()
                .write(folder);
        Path tar = ImageTarFixture.compressed(plain, Compression.GZIP, folder.resolve("image.tar.gz"));
        // When
        RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        // Then
        assertThat(failure).hasMessageContaining(" of " + tar + " does not hash to ");
    }
}
