package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarCommandsTest {
    @TempDir
    private Path folder;

    private ImageTarFixture image;
    private String tar;

    @BeforeEach
    void makeTar() {
        image = image("team/app:1.0", "team/app:latest").layer("a.txt", "first");
        tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY).toString();
    }

    @Test
    void saysThatATarIsSound() {
        // When
        Ran text = Ran.run("tar", "validate", "--deep", tar);
        Ran json = Ran.run("tar", "validate", tar, "--json");
        // Then
        assertThat(text.code()).isZero();
        assertThat(text.lines()).containsExactly("valid: docker-archive, 1 image");
        assertThat(json.json().getBoolean("valid")).isTrue();
    }

    @Test
    void listsAllThatIsWrongAndFails() throws IOException {
        // Given
        byte[] first = ImageTarFixture.layerTar("a.txt", "first");
        byte[] second = ImageTarFixture.layerTar("b.txt", "second");
        Path broken = image("a:1")
                .storedLayer(first, changed(first), Compression.NONE)
                .storedLayer(second, changed(second), Compression.NONE)
                .write(folder.resolve("broken.tar"), TarShape.DOCKER_LEGACY);
        // When
        Ran text = Ran.run("tar", "validate", "--deep", broken.toString());
        Ran json = Ran.run("tar", "validate", "--deep", broken.toString(), "--json");
        // Then
        assertThat(text.code()).isOne();
        assertThat(text.lines().get(0))
                .startsWith("invalid: docker-archive, 1 image, ")
                .endsWith(" problems");
        assertThat(text.lines()).hasSizeGreaterThan(2);
        assertThat(json.code()).isOne();
        assertThat(json.json().getBoolean("valid")).isFalse();
        assertThat(json.json().getJsonArray("problems")).hasSize(text.lines().size() - 1);
    }

    private static byte[] changed(byte[] bytes) {
        byte[] other = bytes.clone();
        other[520] ^= 1;
        return other;
    }

    @Test
    void describesTheImages() {
        // When
        Ran text = Ran.run("tar", "inspect", tar);
        Ran one = Ran.run("tar", "inspect", tar, "--image", "team/app:latest", "--json");
        // Then
        assertThat(text.lines())
                .contains("id           " + image.id())
                .contains("tags         team/app:1.0")
                .contains("author       someone");
        assertThat(one.json().getJsonArray("images").getJsonObject(0).getString("id"))
                .isEqualTo(image.id().toString());
    }

    @Test
    void showsManifestAndTags() {
        // When
        Ran manifest = Ran.run("tar", "manifest", tar);
        Ran manifestJson = Ran.run("tar", "manifest", tar, "--json");
        Ran tags = Ran.run("tar", "tags", tar);
        Ran tagsJson = Ran.run("tar", "tags", tar, "--json");
        // Then
        assertThat(manifest.lines()).contains("config  " + image.id().hex() + ".json");
        assertThat(manifestJson.json().getJsonArray("images").getJsonObject(0).getJsonArray("RepoTags"))
                .containsExactly("team/app:1.0", "team/app:latest");
        assertThat(tags.lines()).containsExactly("team/app:1.0", "team/app:latest");
        assertThat(tagsJson.json().getJsonObject("primary").getString("repository"))
                .isEqualTo("team/app");
    }

    @Test
    void failsOnWhatIsNoTar() throws IOException {
        // Given
        Path text = Files.writeString(folder.resolve("text.tar"), "this is no tar");
        // When
        Ran ran = Ran.run("tar", "inspect", text.toString());
        // Then
        assertThat(ran.code()).isOne();
        assertThat(ran.err()).startsWith("error: TAR_UNREADABLE: " + text);
    }

    @Test
    void keepsTextFromATarFromSteeringTheTerminal() {
        // Given
        String evil = image("evil/app:1")
                .author("\u001b[2Jnobody")
                .layer("a", "b")
                .write(folder.resolve("evil.tar"), TarShape.DOCKER_LEGACY)
                .toString();
        // When
        Ran ran = Ran.run("tar", "inspect", evil);
        // Then
        assertThat(ran.out()).doesNotContain("\u001b").contains("author       ?[2Jnobody");
    }
}
