package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies between registries and files, as the command line has them typed. */
class CopyCommandTest {
    private static Toolkit toolkit;
    private static String host;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
        host = toolkit.registry().substring("http://".length());
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private String digest(String repository) {
        return await(toolkit.client().headManifest(repository, "1")).digest().toString();
    }

    @Test
    void copiesFromATarToALayoutAndBackWithAllPlatforms() throws Exception {
        // Given
        Path tar = RecordedTar.BUILDX_OCI_PLATFORMS.write(folder.resolve("platforms.tar"));
        // When
        Ran pushed = Ran.run("copy", "oci-archive:" + tar, host + "/tar/app:1");
        Ran pulled = Ran.run("copy", host + "/tar/app:1", "oci:" + folder.resolve("layout"));
        Ran archived = Ran.run("copy", host + "/tar/app:1", "oci-archive:" + folder.resolve("again.tar"), "--json");
        Ran back = Ran.run("copy", "oci:" + folder.resolve("layout"), host + "/back/app:1");
        // Then
        assertThat(pushed.out()).contains("pushed").contains(digest("tar/app"));
        assertThat(pulled.out()).contains("pulled").contains(digest("tar/app"));
        assertThat(folder.resolve("layout").resolve("oci-layout")).isRegularFile();
        assertThat(archived.json().getLong("size")).isEqualTo(Files.size(folder.resolve("again.tar")));
        assertThat(back.code()).isZero();
        assertThat(digest("back/app")).isEqualTo(digest("tar/app"));
        assertThat(ReadBack.files(toolkit.registry(), "back/app", "1")).containsEntry("a.txt", "a\n");
    }

    @Test
    void copiesOnePlatformOfALayoutWithWhatRefersToIt() throws Exception {
        // Given
        Path tar = RecordedTar.BUILDX_OCI_PLATFORMS.write(folder.resolve("platforms.tar"));
        Path note = Files.writeString(folder.resolve("note.txt"), "signed\n");
        String layout = "oci:" + folder.resolve("signed");
        Ran.run("copy", "oci-archive:" + tar, host + "/whole/app:1", "--platform", "linux/arm64");
        Ran.run(
                "artifact",
                "push",
                host + "/whole/app",
                note.toString(),
                "--artifact-type",
                "text/x",
                "--subject",
                "1");
        Ran.run("copy", host + "/whole/app:1", layout, "--referrers");
        // When
        Ran back = Ran.run("copy", layout, host + "/signed/app:1", "--referrers", "--platform", "linux/arm64");
        // Then
        assertThat(back.err()).isEmpty();
        assertThat(back.out()).containsPattern("referrers +1 written");
        assertThat(digest("signed/app")).isEqualTo(digest("whole/app"));
        assertThat(await(toolkit.client().imageInfo("signed/app", "1")).architecture())
                .isEqualTo("arm64");
        assertThat(Ran.run("referrers", host + "/signed/app:1").out()).contains("text/x");
    }

    @Test
    void countsTheBytesOfWhatRefersToAnImage() throws Exception {
        // Given
        Path tar = RecordedTar.BUILDX_OCI_PLATFORMS.write(folder.resolve("platforms.tar"));
        Path note = Files.writeString(folder.resolve("note.txt"), "signed, too\n");
        String layout = folder.resolve("counted").toString();
        Ran.run("push", tar.toString(), host + "/counted/app:1");
        Ran.run("artifact", "push", host + "/counted/app", note.toString(), "--subject", "1");
        Ran.run("copy", host + "/counted/app:1", "oci:" + layout, "--referrers");
        // When
        long alone = size(Ran.run("push", layout, host + "/counted/alone:1", "--json"));
        long along = size(Ran.run("push", layout, host + "/counted/along:1", "--json", "--referrers"));
        // Then: the artifact's empty config is one of the image's blobs already, that of its attestations
        assertThat(along).isEqualTo(alone + Files.size(note));
    }

    private static long size(Ran pushed) {
        return pushed.json().getJsonArray("images").getJsonObject(0).getLong("size");
    }

    @Test
    void copiesOnePlatformToATarThatDockerLoads() {
        // Given
        Path tar = RecordedTar.BUILDX_OCI_PLATFORMS.write(folder.resolve("platforms.tar"));
        Ran.run("copy", "docker-archive:" + tar, host + "/one/app:1");
        String target = "docker-archive:" + folder.resolve("one.tar");
        // When
        Ran pulled = Ran.run("copy", host + "/one/app:1", target, "--platform", "linux/arm64");
        Ran again = Ran.run("copy", target, host + "/again/app:1");
        // Then
        assertThat(pulled.err()).isEmpty();
        assertThat(pulled.out()).contains("linux/arm64");
        assertThat(again.code()).isZero();
        assertThat(await(toolkit.client().imageInfo("again/app", "1")).architecture())
                .isEqualTo("arm64");
    }

    @ParameterizedTest
    @CsvSource({
        "docker-archive:a.tar, oci:b, both are files",
        "h:1/team/app, docker-archive:, names no file",
        "oci:a, 'h:1/team/app --platform=linux/arm64,linux/amd64', 'takes one platform, or all'",
        "h:1/team/app, 'oci:a --platform=linux/arm64,linux/amd64', 'takes one platform, or all'",
    })
    void saysWhatCannotBeUnderstood(String image, String target, String why) {
        // When
        String[] words = ("copy " + image + " " + target).split(" ", -1);
        Ran ran = Ran.run(words);
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(why);
    }
}
