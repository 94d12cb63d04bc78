package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Paths at which there is no file that could be a tar. */
class TarPathTest {
    @TempDir
    Path folder;

    private final ImageTarFixture image = ImageTarFixture.image("team/app:1").layer("a.txt", "a");

    @Test
    void aFileThatIsNotThereIsNotFound() {
        // Given
        Path tar = folder.resolve("gone.tar");

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure).hasMessageContaining("gone.tar does not exist");
        assertThat(failure.hint()).isPresent();
    }

    @Test
    void aFolderThatIsNoLayoutIsNotFound() {
        // Given / When
        RegistryException failure = Reading.failure(folder);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure).hasMessageContaining("no OCI image layout");
        assertThat(failure.hint()).isPresent();
    }

    @Test
    void aFileThatMayNotBeReadIsUnreadable() throws IOException {
        // Given
        Path tar = image.write(folder.resolve("image.tar"), TarShape.OCI);
        Files.setPosixFilePermissions(tar, Set.of());
        assumeThat(Files.isReadable(tar)).as("root may read everything").isFalse();

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure).hasMessageContaining("no permission");
    }

    @Test
    void aDeviceIsNotFound() {
        // Given
        Path tar = Path.of("/dev/zero");
        assumeThat(tar).exists();

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("to a file first"));
    }

    @Test
    @Timeout(20)
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        // Given
        Path pipe = pipe(folder.resolve("pipe"));

        // When
        RegistryException failure = Reading.failure(pipe);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure).hasMessageContaining(pipe + " is no regular file");
    }

    @Test
    @Timeout(20)
    void aPipeInALayoutFolderIsNotWaitedFor() throws IOException, InterruptedException {
        // Given
        Path layout = TarShape.ociFolder(folder.resolve("layout"), image);
        String layer = OciParts.path(image.layers().get(0).digest());
        Files.delete(layout.resolve(layer));
        pipe(layout.resolve(layer));

        // When
        RegistryException failure = Reading.failure(layout);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessage(layout + ": '" + layer + "' is no regular file");
    }

    private static Path pipe(Path path) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assumeThat(made.waitFor()).isZero();
        return path;
    }
}
