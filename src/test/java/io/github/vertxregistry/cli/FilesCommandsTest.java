package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look into images, on a tar of this machine. */
class FilesCommandsTest {
    @TempDir
    private Path folder;

    private String tar;

    @BeforeEach
    void makeTar() {
        tar = image("team/app:1.0")
                .layer("a.txt", "first")
                .layer("b.txt", "second")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY)
                .toString();
    }

    @Test
    void exportsToAFile() throws Exception {
        // Given
        Path file = folder.resolve("root.tar");
        // When
        Ran ran = Ran.run("export", "docker-archive:" + tar + ":team/app:1.0", file.toString());
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).first().isEqualTo("exported  " + file);
        assertThat(ran.lines().get(2)).startsWith("entries   2; ");
        Ran again = Ran.run("export", "tar:" + tar, file.toString(), "--json");
        assertThat(again.code()).isOne();
        assertThat(again.json().getJsonObject("error").getString("kind")).isEqualTo("CONFLICT");
        assertThat(Ran.run("export", "tar:" + tar, file.toString(), "--force").code())
                .isZero();
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("second", "first");
    }

    @Test
    void exportsToStandardOutput() {
        // When
        Ran ran = Ran.run("export", "docker-archive:" + tar, "-");
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.out().length()).isEqualTo(3_072);
        assertThat(ran.out()).startsWith("b.txt").contains("first");
    }

    @Test
    void listsFilesAndReadsThem() {
        // When
        Ran listed = Ran.run("ls", "tar:" + tar);
        // Then
        assertThat(listed.lines())
                .containsExactly(
                        "-rw-r--r--  0:0  5  1970-01-01T00:00:00Z  a.txt",
                        "-rw-r--r--  0:0  6  1970-01-01T00:00:00Z  b.txt");
        Ran json = Ran.run("ls", "-R", "tar:" + tar, "/", "--json");
        assertThat(json.json().getJsonArray("files")).hasSize(2);
        assertThat(Ran.run("cat", "tar:" + tar, "/b.txt").out()).isEqualTo("second");
        Ran missing = Ran.run("cat", "tar:" + tar, "/c.txt");
        assertThat(missing.code()).isOne();
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err()).startsWith("error: NOT_FOUND").contains("has no '/c.txt'");
    }

    @Test
    void comparesImages() {
        // Given
        String other = image("team/app:2.0")
                .author("another")
                .layer("a.txt", "first")
                .layer("c.txt", "third")
                .write(folder.resolve("other.tar"), TarShape.DOCKER_LEGACY)
                .toString();
        // When
        Ran ran = Ran.run("diff", "tar:" + tar, "tar:" + other);
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .contains(
                        "author: \"someone\" -> \"another\"",
                        "layers: 1 the same, 1 and 1 not",
                        "files: 1 added, 0 changed, 1 removed",
                        "R /b.txt",
                        "A /c.txt");
        Ran json = Ran.run("diff", "tar:" + tar, "tar:" + other, "--json");
        assertThat(json.json().getJsonArray("files")).hasSize(2);
    }

    @Test
    void putsImagesTogether() throws Exception {
        // Given
        Files.writeString(Files.createDirectory(folder.resolve("new")).resolve("n.txt"), "new");
        try (Toolkit toolkit = Toolkit.start()) {
            String app = toolkit.registry() + "/team/app";
            Ran.run("push", tar, app + ":1");
            Ran.run("append", app + ":1", app + ":2", folder.resolve("new").toString(), "--compression", "gzip");
            // When
            Ran ran = Ran.run("rebase", app + ":2", app + ":3", "--old-base", app + ":1", "--new-base", app + ":1");
            // Then
            assertThat(ran.lines()).first().asString().endsWith("team/app:3");
            assertThat(Ran.run("cat", app + ":3", "n.txt").out()).isEqualTo("new");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Ran.run("export", "tar:" + tar + ":other:1", "-").err()).startsWith("error: IMAGE_AMBIGUOUS");
        assertThat(Ran.run("export", "oci:" + folder + "/none", "-").err()).startsWith("error: TAR_NOT_FOUND");
        Ran platform = Ran.run("export", "tar:" + tar, "-", "--platform", "plan9/mips");
        assertThat(platform.code()).isOne();
        assertThat(platform.err()).contains("error: NOT_FOUND", "has no image for plan9/mips");
    }
}
