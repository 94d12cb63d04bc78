package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.BadTar;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of bad input, row by row: each has its kind, names the tar and the way out, and leaves nothing open. */
class TarBadInputTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        assertThat(Reading.openFiles(folder)).isZero();
    }

    static List<BadTar> badTars() {
        return BadTar.all();
    }

    @ParameterizedTest
    @MethodSource("badTars")
    void aReaderRefusesIt(BadTar bad) {
        // Given
        Path tar = bad.write(folder);

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(bad.kind());
        assertThat(failure).hasMessageContaining(bad.message()).hasMessageContaining(tar.toString());
        assertThat(failure.hint()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("badTars")
    void aValidationTellsWhatAReaderRefuses(BadTar bad) {
        // Given
        Path tar = bad.write(folder);
        RegistryException failure = Reading.failure(tar);
        Path spool = Reading.spool(tar).resolveSibling("other-spool");

        // When
        TarValidation validation = Reading.VALIDATOR.validate(tar, spool, false, Task.unwatched());

        // Then
        assertThat(validation.valid()).isFalse();
        assertThat(validation.problems())
                .anyMatch(problem ->
                        problem.kind() == failure.kind() && problem.message().equals(failure.getMessage()))
                .extracting(TarProblem::entry)
                .allMatch(entry -> !entry.isBlank());
    }

    @Test
    void aStoppedTaskStopsTheReading() {
        // Given
        Path tar = ImageTarFixture.image("a:1").layer("a", "a").write(folder.resolve("image.tar"), TarShape.OCI);
        Task task = Task.unwatched();
        task.cancel();

        // When
        Throwable failure =
                catchThrowable(() -> Reading.READER.images(tar, Reading.spool(tar), ImageChoice.only(), task));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.CANCELLED);
    }
}
