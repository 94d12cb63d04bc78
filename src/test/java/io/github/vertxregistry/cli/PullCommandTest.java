package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullCommandTest {
    private static Toolkit toolkit;
    private static String host;
    private static PushedImage pushed;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
        host = toolkit.registry().substring("http://".length());
        Path tar = image("cli/app:1").layer("a.txt", "a").write(shared.resolve("pushed.tar"), TarShape.DOCKER_LEGACY);
        pushed = await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0);
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @Test
    void tellsWhatItHasWritten() {
        // Given
        Path tar = folder.resolve("a.tar");
        // When
        Ran ran = Ran.run("pull", host + "/cli/app:1", tar.toString());
        // Then
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(host + "/cli/app:1", pushed.digest().toString(), "linux/amd64", tar.toString(), "fetched");
        assertThat(tar).exists();
    }

    @Test
    void aPathThatEndsWithASlashIsAFolder() {
        // Given
        String target = folder.resolve("layout") + "/";
        // When
        Ran ran = Ran.run("--json", "pull", host + "/cli/app:1", "cli/app:1", target, "--format", "oci");
        // Then
        assertThat(ran.code()).as(ran.out()).isZero();
        assertThat(ran.json().getJsonArray("images")).hasSize(1);
        assertThat(folder.resolve("layout/oci-layout")).exists();
    }

    @Test
    void imagesOfTwoRegistriesAreRefused() {
        // Given
        String other = "127.0.0.1:1/cli/app:1";
        // When
        Ran ran = Ran.run(
                "pull", host + "/cli/app:1", other, folder.resolve("a.tar").toString());
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("is not of the registry of cli/app:1");
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        // Given
        String tar = folder.resolve("a.tar").toString();
        // When
        Ran ran = Ran.run("pull", host + "/cli/app:1", tar, "--platform", "all");
        // Then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("BAD_REQUEST", "--format oci");
    }
}
