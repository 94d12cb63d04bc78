package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an image's names come from, and what inspect and manifest tell. */
class TarNamesTest {
    @TempDir
    Path folder;

    private final ImageTarFixture image = ImageTarFixture.image("team/app:1").layer("a.txt", "a");

    @Test
    void namesComeFromRepositoriesWhereThereAreNoRepoTags() {
        // Given
        Path tar = flat("null")
                .file("repositories", "{\"team/old\":{\"2\":\"abc\"}}")
                .write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).tags()).containsExactly("team/old:2");
    }

    @Test
    void namesComeFromTheOciPartWhereThereAreNoOthers() {
        // Given
        TarBuilder builder = TarShape.DOCKER_GRAPH_DRIVER.of(image);
        String layer = "blobs/sha256/" + image.layers().get(0).digest().hex();
        Path tar = builder.without("repositories")
                .replace(
                        "manifest.json",
                        "[{\"Config\":\"blobs/sha256/" + image.id().hex() + "\",\"Layers\":[\"" + layer + "\"]}]")
                .write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).tags()).containsExactly("docker.io/team/app:1");
    }

    @Test
    void aNameThatIsNoneIsLeftOutWithAWarning() {
        // Given
        Path tar = flat("[\"Team/App:1\",\"<none>:<none>\",\"team/app\"]").write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).tags()).containsExactly("team/app");
        assertThat(read.warnings()).singleElement().asString().contains("Team/App:1");
    }

    @Test
    void inspectTellsWhatTheConfigTells() {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), TarShape.DOCKER_LEGACY);

        // When
        List<InspectedImage> images =
                Reading.READER.inspect(tar, Reading.spool(tar), ImageChoice.only(), Task.unwatched());

        // Then
        assertThat(images).singleElement().satisfies(inspected -> {
            assertThat(inspected.id()).isEqualTo(image.id());
            assertThat(inspected.author()).isEqualTo("someone");
            assertThat(inspected.created()).isEqualTo("2026-01-02T03:04:05Z");
            assertThat(inspected.config().cmd()).containsExactly("/bin/app");
            assertThat(inspected.diffIds())
                    .containsExactly(image.layers().get(0).diffId());
            assertThat(inspected.history()).hasSize(1);
            assertThat(inspected.size())
                    .isEqualTo(image.config().length + image.layers().get(0).tar().length);
            assertThat(inspected.virtualSize()).isEqualTo(inspected.size());
        });
    }

    @Test
    void manifestReturnsTheEntriesAsTheyStand() {
        // Given
        Path tar = flat("[\"Team/App:1\"]").without("layer.tar").write(folder.resolve("a.tar"));

        // When
        List<SavedImage> saved = Reading.READER.manifest(tar, Reading.spool(tar), Task.unwatched());

        // Then
        assertThat(saved).containsExactly(new SavedImage("config.json", List.of("Team/App:1"), List.of("layer.tar")));
    }

    @Test
    void manifestOfAnOciLayoutIsWhatItWouldBe() {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), TarShape.OCI);

        // When
        List<SavedImage> saved = Reading.READER.manifest(tar, Reading.spool(tar), Task.unwatched());

        // Then
        assertThat(saved)
                .containsExactly(new SavedImage(
                        "blobs/sha256/" + image.id().hex(),
                        List.of("team/app:1"),
                        List.of("blobs/sha256/" + image.layers().get(0).digest().hex())));
    }

    private TarBuilder flat(String repoTags) {
        return new TarBuilder()
                .file("config.json", image.config())
                .file("layer.tar", image.layers().get(0).tar())
                .file(
                        "manifest.json",
                        "[{\"Config\":\"config.json\",\"RepoTags\":" + repoTags + ",\"Layers\":[\"layer.tar\"]}]");
    }
}
