package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is done to a tar, only failures of ours come out, and nothing stays open. */
class TarFuzzTest {
    private static final int ROUNDS = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void aCutTarFailsInWords(TarShape shape) throws IOException {
        // Given
        byte[] good = tar(shape);

        for (int cut = 0; cut < good.length; cut += 211) {
            // When
            Throwable failure = read(Arrays.copyOf(good, cut));

            // Then
            assertThat(failure).satisfiesAnyOf(f -> assertThat(f).isNull(), f -> assertThat(f)
                    .isInstanceOf(RegistryException.class));
        }
        assertThat(Reading.openFiles(folder)).isZero();
    }

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void aChangedTarFailsInWords(TarShape shape) throws IOException {
        // Given
        byte[] good = tar(shape);
        Random random = new Random(20_261_123);

        for (int i = 0; i < ROUNDS; i++) {
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }

            // When
            Throwable failure = read(bad);

            // Then
            assertThat(failure).satisfiesAnyOf(f -> assertThat(f).isNull(), f -> assertThat(f)
                    .isInstanceOf(RegistryException.class));
        }
        assertThat(Reading.openFiles(folder)).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aChangedCompressedTarFailsInWords(Compression compression) throws IOException {
        // Given
        byte[] good = ImageTarFixture.compressed(tar(TarShape.DOCKER_LEGACY), compression);
        Random random = new Random(7);

        for (int i = 0; i < ROUNDS; i++) {
            byte[] bad = Arrays.copyOf(good, i % 2 == 0 ? good.length : random.nextInt(good.length));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }

            // When
            Throwable failure = read(bad);

            // Then
            assertThat(failure).satisfiesAnyOf(f -> assertThat(f).isNull(), f -> assertThat(f)
                    .isInstanceOf(RegistryException.class));
        }
        assertThat(Reading.openFiles(folder)).isZero();
    }

    private Throwable read(byte[] bytes) throws IOException {
        Path tar = Files.write(folder.resolve("image.tar"), bytes);
        Path spool = folder.resolve("spool");
        Files.deleteIfExists(spool);
        Throwable failure = catchThrowable(() -> {
            Reading.READER.images(tar, spool, ImageChoice.every(), Task.unwatched());
        });
        Files.deleteIfExists(spool);
        TarValidation validation = Reading.VALIDATOR.validate(tar, spool, false, Task.unwatched());
        Files.deleteIfExists(spool);
        if (failure instanceof RegistryException refused) {
            assertThat(validation.problems()).extracting(TarProblem::kind).contains(refused.kind());
        }
        Reading.VALIDATOR.validate(tar, spool, true, Task.unwatched());
        Files.deleteIfExists(spool);
        return failure;
    }

    private static byte[] tar(TarShape shape) {
        return shape.of(ImageTarFixture.image("team/app:1")
                        .layer("a.txt", "a")
                        .layer("b.txt", "b", Compression.GZIP)
                        .layer("a.txt", "a"))
                .bytes();
    }
}
