package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TarValidatorTest {
    @TempDir
    Path folder;

    private final ImageTarFixture image = ImageTarFixture.image("team/app:1")
            .layer("a.txt", "a")
            .layer("b.txt", "b", Compression.GZIP)
            .layer("c.txt", "c", Compression.ZSTD);

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void findsNothingWrongWithAGoodTar(TarShape shape) throws IOException {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), shape);

        // When
        TarValidation validation = Reading.validation(tar, true);

        // Then
        assertThat(validation.problems()).isEmpty();
        assertThat(validation.valid()).isTrue();
        assertThat(validation.images()).isEqualTo(1);
        assertThat(validation.layout())
                .isEqualTo(shape == TarShape.OCI ? TarLayout.OCI_ARCHIVE : TarLayout.DOCKER_ARCHIVE);
        assertThat(Reading.openFiles(folder)).isZero();
    }

    @Test
    void listsAllProblemsOfAllImages() {
        // Given
        ImageTarFixture other =
                ImageTarFixture.image("Not/Valid:1").layer("x.txt", "x").layer("y.txt", "y");
        Path tar = TarShape.SKOPEO
                .of(image, other)
                .without(image.layers().get(0).diffId().hex() + ".tar")
                .without(other.layers().get(1).diffId().hex() + ".tar")
                .replace(other.id().hex() + ".json", "{}")
                .write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.valid()).isFalse();
        assertThat(validation.images()).isEqualTo(2);
        assertThat(validation.problems())
                .extracting(TarProblem::kind)
                .containsExactlyInAnyOrder(
                        FailureKind.TAR_INVALID,
                        FailureKind.NAME_INVALID,
                        FailureKind.DIGEST_MISMATCH,
                        FailureKind.TAR_INVALID);
        assertThat(validation.problems())
                .extracting(TarProblem::entry)
                .contains(
                        other.id().hex() + ".json",
                        other.layers().get(1).diffId().hex() + ".tar");
    }

    @Test
    void onlyADeepValidationFindsPlainLayersThatWereChanged() {
        // Given
        ImageTarFixture changed = ImageTarFixture.image("team/app:1")
                .storedLayer(
                        ImageTarFixture.layerTar("a.txt", "a"),
                        ImageTarFixture.layerTar("a.txt", "b"),
                        Compression.NONE)
                .storedLayer(
                        ImageTarFixture.layerTar("b.txt", "b"),
                        ImageTarFixture.compressed(ImageTarFixture.layerTar("b.txt", "x"), Compression.GZIP),
                        Compression.GZIP);
        Path tar = changed.write(folder.resolve("a.tar"), TarShape.SKOPEO);

        // When
        TarValidation shallow = Reading.validation(tar, false);
        TarValidation deep = Reading.validation(tar, true);

        // Then
        assertThat(shallow.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("unpacked hashes to"));
        assertThat(deep.problems()).hasSize(2).allSatisfy(problem -> assertThat(problem.kind())
                .isEqualTo(FailureKind.DIGEST_MISMATCH));
    }

    @Test
    void deepFindsDamagedCompressedLayersAndBlobsThatNothingNames() {
        // Given
        byte[] gzip = image.layers().get(1).stored().clone();
        gzip[gzip.length / 2] ^= 0x55;
        String layer = OciParts.path(image.layers().get(1).digest());
        Path tar = TarShape.OCI
                .of(image)
                .replace(layer, gzip)
                .file("blobs/sha256/" + "0".repeat(64), "stray")
                .write(folder.resolve("a.tar"));

        // When
        TarValidation deep = Reading.validation(tar, true);

        // Then
        assertThat(deep.problems()).extracting(TarProblem::entry).contains(layer, "blobs/sha256/" + "0".repeat(64));
        assertThat(deep.valid()).isFalse();
    }

    @Test
    void checksEveryPlatformOfAnIndex() {
        // Given
        ImageTarFixture other = ImageTarFixture.image()
                .platform("linux/s390x")
                .layer("z.txt", "z")
                .layer("q.txt", "q");
        OciParts oci = new OciParts();
        byte[] first = oci.image(image);
        byte[] second = oci.image(other);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(first, image), OciParts.withPlatform(second, other)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index));
        String gone = OciParts.path(other.layers().get(0).digest());
        Path tar = oci.addTo(new TarBuilder()).without(gone).write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.problems()).singleElement().satisfies(problem -> assertThat(problem.entry())
                .isEqualTo(gone));
    }

    @Test
    void aMalformedElementHidesNothing() {
        // Given
        String good = "{\"Config\":\"gone.json\",\"RepoTags\":[\"Not/Valid:1\"],\"Layers\":[\"gone.tar\", 7]}";
        Path tar = TarShape.SKOPEO
                .of(image)
                .replace("manifest.json", "[1, {\"Config\":2,\"Layers\":{}}, " + good + "]")
                .write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.problems())
                .extracting(TarProblem::entry, problem -> problem.message().replace(tar + ": ", ""))
                .contains(
                        tuple("manifest.json", "manifest.json[0] names no Config"),
                        tuple("manifest.json", "manifest.json[1].Layers is not a list"),
                        tuple("manifest.json", "manifest.json[1] names no Config"),
                        tuple("manifest.json", "manifest.json[2].Layers holds something that is no text"),
                        tuple("gone.json", "manifest.json[2].Config names 'gone.json', which is not there"),
                        tuple("gone.tar", "manifest.json[2].Layers[0] names 'gone.tar', which is not there"))
                .hasSize(7);
    }

    @Test
    void aMalformedElementOfAnIndexHidesNothing() {
        // Given
        OciParts oci = new OciParts();
        JsonObject descriptor = OciParts.withPlatform(oci.image(image), image);
        String gone = OciParts.path(image.layers().get(0).digest());
        Path tar = oci.addTo(new TarBuilder())
                .replace(
                        "index.json", "{\"manifests\":[7, {\"digest\":\"x\",\"size\":1}, " + descriptor.encode() + "]}")
                .without(gone)
                .write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.problems())
                .extracting(TarProblem::entry)
                .containsExactly("index.json", "index.json", gone);
    }

    @Test
    void saysWhereItsListEnds() {
        // Given
        Path tar = TarShape.SKOPEO
                .of(image)
                .replace(
                        "manifest.json",
                        "[{\"Config\":\"x\",\"Layers\":["
                                + IntStream.range(0, 1_500)
                                        .mapToObj(i -> "\"gone" + i + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}]")
                .write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.problems()).hasSize(1_001).last().satisfies(problem -> assertThat(problem.kind())
                .isEqualTo(FailureKind.LIMIT_EXCEEDED));
    }

    @Test
    void aWrongNumberOfDiffIdsHidesNoLayer() {
        // Given
        ImageTarFixture changed = ImageTarFixture.image("team/app:1")
                .storedLayer(
                        ImageTarFixture.layerTar("a.txt", "a"),
                        ImageTarFixture.layerTar("a.txt", "b"),
                        Compression.NONE)
                .layer("c.txt", "c", Compression.XZ)
                .diffIdWithoutLayer(image.id());
        Path tar = changed.write(folder.resolve("a.tar"), TarShape.SKOPEO);

        // When
        TarValidation validation = Reading.validation(tar, true);

        // Then
        assertThat(validation.problems())
                .extracting(TarProblem::kind)
                .containsExactlyInAnyOrder(
                        FailureKind.TAR_INVALID, FailureKind.TAR_INVALID, FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void namesThatTwoImagesClaimAreAProblem() {
        // Given
        ImageTarFixture other = ImageTarFixture.image("team/app:1").layer("x.txt", "x");
        Path tar = TarShape.SKOPEO.of(image, other).write(folder.resolve("a.tar"));

        // When
        TarValidation validation = Reading.validation(tar, false);

        // Then
        assertThat(validation.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
            assertThat(problem.entry()).isEqualTo("manifest.json");
            assertThat(problem.message())
                    .contains("'team/app:1'", image.id().shortForm(), other.id().shortForm());
        });
    }

    @Test
    void aTarThatIsNotThereFails() {
        // Given
        Path tar = folder.resolve("gone.tar");

        // When
        Throwable failure = catchThrowable(() -> Reading.validation(tar, false));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
    }

    @Test
    void aStoppedTaskFails() {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), TarShape.OCI);
        Task task = Task.unwatched();
        task.cancel();

        // When
        Throwable failure = catchThrowable(() -> Reading.VALIDATOR.validate(tar, Reading.spool(tar), true, task));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.CANCELLED);
    }
}
