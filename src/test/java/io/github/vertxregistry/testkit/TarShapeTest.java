package io.github.vertxregistry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures are worth what they have in common with what programs write. */
class TarShapeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "DOCKER_LEGACY, DOCKER_LEGACY, team/app:1",
        "DOCKER_GRAPH_DRIVER, DOCKER_GRAPH_DRIVER, team/app:1",
        "DOCKER_CONTAINERD, DOCKER_CONTAINERD_ONE_PLATFORM, team/app:1",
        "SKOPEO, SKOPEO_DOCKER_ARCHIVE, team/app:1",
        "SKOPEO, PODMAN_DOCKER_ARCHIVE, team/app:1",
        "OCI, SKOPEO_OCI_ARCHIVE, team/app:1",
    })
    void aShapeIsWhatTheProgramWrites(TarShape shape, RecordedTar recorded, String name) throws IOException {
        // Given
        ImageTarFixture image = ImageTarFixture.image(name).layer("a.txt", "a").layer("b.txt", "b");
        TarOutline expected = TarOutline.of(recorded.write(folder.resolve("recorded.tar")));
        // When
        TarOutline found = TarOutline.of(shape.of(image).write(folder.resolve("shape.tar")));
        // Then: in any order, since some go by digests
        assertThat(found.entries()).containsExactlyInAnyOrderElementsOf(expected.entries());
        assertThat(found.fields()).containsExactlyElementsOf(expected.fields());
    }

    @Test
    void aLargeTarIsWhatDockerWritesFromTheGraphDriversStore() throws IOException {
        // Given
        Path source = RecordedTar.SKOPEO_DOCKER_ARCHIVE.write(folder.resolve("source.tar"));
        Path tar = folder.resolve("made.tar");
        // When
        DockerSaveTars.graphDriver(source, List.of("team/app:1"), tar);
        // Then
        assertSame(tar, RecordedTar.DOCKER_GRAPH_DRIVER);
    }

    @Test
    void aLargeTarIsWhatDockerWritesFromContainerdsStore() throws IOException {
        // Given
        Path layout = unpacked(RecordedTar.SKOPEO_OCI_ARCHIVE);
        Path tar = folder.resolve("made.tar");
        // When
        DockerSaveTars.containerd(layout, List.of("team/platforms:1"), tar);
        // Then
        assertSame(tar, RecordedTar.DOCKER_CONTAINERD_ONE_PLATFORM);
    }

    private void assertSame(Path made, RecordedTar recorded) throws IOException {
        TarOutline expected = TarOutline.of(recorded.write(folder.resolve("recorded.tar")));
        TarOutline found = TarOutline.of(made);
        assertThat(found.entries()).containsExactlyElementsOf(expected.entries());
        assertThat(found.fields()).containsExactlyElementsOf(expected.fields());
    }

    private Path unpacked(RecordedTar recorded) throws IOException {
        Path layout = folder.resolve("layout");
        try (TarFile tar = new TarFile(recorded.write(folder.resolve("layout.tar")))) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                Path path = layout.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.copy(tar.getInputStream(entry), path);
                }
            }
        }
        return layout;
    }
}
