package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.testkit.Podman;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What podman saves now, to a real registry, and pulled again by a podman that has none of it. */
@RequiresDocker(with = "podman")
class PushPodmanIT {
    private static final String NAME = "localhost/team/app:1";
    private static final String SECOND = "localhost/team/other:1";

    @TempDir
    private static Path folder;

    private static Podman podman;
    private static RegistryContainer registry;
    private static Toolkit toolkit;

    @BeforeAll
    static void start() throws Exception {
        podman = new Podman(folder.resolve("p"));
        podman.build(folder.resolve("one"), NAME, 2);
        podman.build(folder.resolve("two"), SECOND, 3);
        registry = new RegistryContainer();
        registry.start();
        toolkit = Toolkit.against(registry.url(), new JsonObject());
    }

    @AfterAll
    static void stop() {
        if (toolkit != null) {
            toolkit.close();
        }
        if (registry != null) {
            registry.stop();
        }
    }

    private static String pulled(String repository, String store) throws Exception {
        return new Podman(folder.resolve(store)).pull(registry.authority() + "/" + repository + ":1");
    }

    @ParameterizedTest
    @CsvSource({"docker-archive, p1", "oci-archive, p2", "oci-dir, p3"})
    void podmanPullsWhatItSaved(String format, String store) throws Exception {
        // Given
        Path saved = folder.resolve(format);
        podman.run("save", "--quiet", "--format", format, "--output", saved.toString(), NAME);
        // When
        PushReply reply = await(toolkit.client().pushTar(saved.toString(), "saved/" + format, "1"));
        // Then
        assertThat(reply.images().get(0).digestKept()).isEqualTo(format.startsWith("oci"));
        assertThat(pulled("saved/" + format, store)).isEqualTo(podman.id(NAME));
        assertThat(ReadBack.files(registry.url(), "saved/" + format, "1"))
                .containsEntry("srv/file0", "layer 0\n")
                .containsEntry("srv/file1", "layer 1\n");
    }

    @Test
    void podmanPullsLayersThatItPackedWithZstd() throws Exception {
        // Given
        String tar = folder.resolve("zstd.tar").toString();
        podman.run("push", "--quiet", "--compression-format", "zstd", NAME, "oci-archive:" + tar + ":team/zstd:1");
        // When
        PushedImage pushed =
                await(toolkit.client().pushTarWithOriginalTag(tar)).images().get(0);
        // Then
        assertThat(pushed.digestKept()).isTrue();
        assertThat(pulled("team/zstd", "p4")).isEqualTo(podman.id(NAME));
    }

    @Test
    void podmanPullsBothImagesOfOneTar() throws Exception {
        // Given
        String tar = folder.resolve("both.tar").toString();
        podman.run("save", "--quiet", "--multi-image-archive", "--output", tar, NAME, SECOND);
        // When
        PushReply reply = await(toolkit.client().push(PushRequest.of(tar).withAllImages()));
        // Then
        assertThat(reply.images())
                .extracting(PushedImage::reference)
                .containsExactly(registry.authority() + "/team/app:1", registry.authority() + "/team/other:1");
        assertThat(pulled("team/app", "p5")).isEqualTo(podman.id(NAME));
        assertThat(pulled("team/other", "p5")).isEqualTo(podman.id(SECOND));
    }
}
