package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    void onlyADeepValidationFindsLayersThatWereChanged() {
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
        assertThat(shallow.valid()).isTrue();
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
