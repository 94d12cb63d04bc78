package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Podman;
import io.github.vertxregistry.testkit.RealImage;
import io.github.vertxregistry.testkit.RealImage.Layout;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Others read what layers have become: docker, podman and skopeo gzip, the latter two zstd. */
@RequiresDocker(with = {"skopeo", "podman"})
class PushCompressionIT {
    private static final LayerCompression GZIP = LayerCompression.GZIP;
    private static final LayerCompression ZSTD = LayerCompression.ZSTD;

    @TempDir
    private static Path folder;

    private static RealImage image;
    private static RegistryContainer registry;
    private static Toolkit toolkit;

    @BeforeAll
    static void start() throws Exception {
        image = RealImage.get();
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

    static Stream<Compressor> compressors() {
        return Runtime.version().feature() < 25 ? Stream.of(Compressor.JDK) : Stream.of(Compressor.values());
    }

    private static PushRequest request(String repository, LayerCompression method) {
        return PushRequest.of(image.path(Layout.DOCKER_SAVE).toString())
                .as(repository, "1")
                .withCompression(method);
    }

    private static PushedImage push(PushRequest request) {
        return await(toolkit.client().push(request)).images().get(0);
    }

    private static String name(String repository) {
        return registry.authority() + "/" + repository + ":1";
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void dockerPullsAndRunsGzip(Compressor compressor) throws Exception {
        // Given
        push(request("docker/" + compressor, GZIP).withCompressor(compressor));
        // When
        Command.run("docker", "pull", "--quiet", name("docker/" + compressor));
        // Then
        try {
            assertThat(Command.run("docker", "run", "--rm", name("docker/" + compressor)))
                    .contains("ID=debian");
        } finally {
            Command.run("docker", "rmi", name("docker/" + compressor));
        }
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void podmanPullsGzip(Compressor compressor) throws Exception {
        // Given
        push(request("podman/" + compressor, GZIP).withCompressor(compressor));
        // When
        String id = pulled("podman/" + compressor, compressor.toString());
        // Then
        assertThat("sha256:" + id).isEqualTo(configOf("podman/" + compressor));
    }

    private static String pulled(String repository, String store) throws Exception {
        Podman podman = new Podman(folder.resolve(store.substring(0, 1)));
        String id = podman.pull(name(repository));
        podman.run("rmi", name(repository));
        return id;
    }

    @Test
    void podmanAndSkopeoReadZstd() throws Exception {
        // Given
        push(request("podman/zstd", ZSTD));
        // When
        String id = pulled("podman/zstd", "z");
        // Then
        assertThat("sha256:" + id).isEqualTo(configOf("podman/zstd"));
        assertWholeForSkopeo("podman/zstd", "zstd");
    }

    @Test
    void skopeoAndGzipItselfReadGzip() throws Exception {
        // When
        push(request("skopeo/gzip", GZIP));
        // Then
        assertWholeForSkopeo("skopeo/gzip", "gzip");
    }

    /** Skopeo checks all digests; the program itself then reads the layers. */
    private static void assertWholeForSkopeo(String repository, String program) throws Exception {
        Path copied = folder.resolve(program);
        Command.run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--quiet",
                "--src-tls-verify=false",
                "docker://" + name(repository),
                "dir:" + copied);
        for (Descriptor layer : info(repository).layers()) {
            Path file = copied.resolve(layer.digest().hex());
            assertThat(Files.size(file)).isEqualTo(layer.size());
            Command.run("sh", "-c", program + " -t < " + file);
        }
    }

    private static ImageInfo info(String repository) {
        return await(toolkit.client().imageInfo(repository, "1"));
    }

    private static String configOf(String repository) throws IOException {
        return new JsonObject(info(repository).manifest())
                .getJsonObject("config")
                .getString("digest");
    }

    @Test
    void goesOnAfterCutsBeforeDistribution() {
        // Given
        PushedImage uncut = push(request("cut/uncut", GZIP));
        try (CuttingProxy proxy = CuttingProxy.before(registry.url())
                .cuttingAfter(3_000_000, 5_000_000, 1_000_000, 9_000_000, 2_000_000)) {
            // When
            PushedImage cut = await(toolkit.client()
                            .withRegistry(proxy.url())
                            .push(request("cut/cut", GZIP).withConcurrency(1)))
                    .images()
                    .get(0);
            // Then
            assertThat(proxy.cuts()).isEqualTo(5);
            assertThat(cut.digest()).isEqualTo(uncut.digest());
        }
    }
}
