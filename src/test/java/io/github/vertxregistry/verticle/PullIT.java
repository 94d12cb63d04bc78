package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.Podman;
import io.github.vertxregistry.testkit.RealImage;
import io.github.vertxregistry.testkit.RealImage.Layout;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import land.oras.ContainerRef;
import land.oras.CopyUtils;
import land.oras.LayoutRef;
import land.oras.OCILayout;
import land.oras.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is pulled from a real registry, loaded, run and looked at by programs that are not ours. */
@RequiresDocker(with = "skopeo")
class PullIT {
    private static RealImage image;
    private static RegistryContainer registry;
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        image = RealImage.get();
        registry = new RegistryContainer();
        registry.start();
        toolkit = Toolkit.against(registry.url(), new JsonObject());
        await(toolkit.client()
                .push(PushRequest.of(image.path(Layout.DOCKER_SAVE).toString())
                        .as("real/app", "1")
                        .withCompression(LayerCompression.GZIP)));
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

    private Path tar() {
        return folder.resolve("image.tar");
    }

    private static String name(String repository) {
        return registry.authority() + "/" + repository + ":1";
    }

    private PullReply pull(PullFormat format, LayerForm layers) {
        return await(toolkit.client()
                .pull(PullRequest.of(tar().toString(), "real/app:1")
                        .withFormat(format)
                        .withLayers(layers)));
    }

    private static JsonObject inspected(String reference) throws Exception {
        return new JsonObject(Command.run("skopeo", "--insecure-policy", "inspect", reference));
    }

    @ParameterizedTest
    @EnumSource(LayerForm.class)
    void dockerLoadsItAndRunsIt(LayerForm layers) throws Exception {
        // Given
        pull(PullFormat.DOCKER, layers);
        // When
        String loaded = Command.run("docker", "load", "--input", tar().toString());
        // Then
        try {
            assertThat(loaded).contains("Loaded image: " + name("real/app"));
            assertThat(Command.run("docker", "run", "--rm", name("real/app"))).contains("Debian");
        } finally {
            Command.run("docker", "rmi", name("real/app"));
        }
    }

    @ParameterizedTest
    @EnumSource(LayerForm.class)
    void skopeoReadsItAsAnArchiveOfDocker(LayerForm layers) throws Exception {
        // Given
        pull(PullFormat.DOCKER, layers);
        // When
        JsonObject there = inspected("docker-archive:" + tar());
        // Then
        String id =
                Command.run("skopeo", "--insecure-policy", "inspect", "--config", "--raw", "docker-archive:" + tar());
        assertThat(id)
                .isEqualTo(Command.run(
                        "skopeo",
                        "--insecure-policy",
                        "inspect",
                        "--tls-verify=false",
                        "--config",
                        "--raw",
                        "docker://" + name("real/app")));
        assertThat(there.getString("Architecture")).isEqualTo("amd64");
        Path copied = folder.resolve("copied");
        Command.run("skopeo", "--insecure-policy", "copy", "docker-archive:" + tar(), "dir:" + copied);
        assertThat(copied.resolve("manifest.json")).exists();
    }

    @ParameterizedTest
    @EnumSource(PullFormat.class)
    void skopeoReadsItAsALayoutWithTheSameDigest(PullFormat format) throws Exception {
        // Given
        PullReply reply = pull(format, LayerForm.KEEP);
        String transport = format == PullFormat.OCI_FOLDER ? "oci:" : "oci-archive:";
        Path copied = folder.resolve("copied");
        // When
        Command.run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--preserve-digests",
                "--all",
                transport + tar(),
                "dir:" + copied);
        // Then
        assertThat(io.github.vertxregistry.model.Digest.sha256(Files.readAllBytes(copied.resolve("manifest.json"))))
                .isEqualTo(reply.images().get(0).digest());
    }

    @Test
    void podmanLoadsIt() throws Exception {
        // Given
        pull(PullFormat.DOCKER, LayerForm.KEEP);
        Podman podman = new Podman(folder.resolve("p"));
        // When
        String loaded = podman.run("load", "--quiet", "--input", tar().toString());
        // Then
        assertThat(loaded).contains(name("real/app"));
        String config = Command.run(
                "skopeo",
                "--insecure-policy",
                "inspect",
                "--tls-verify=false",
                "--config",
                "--raw",
                "docker://" + name("real/app"));
        assertThat(podman.id(name("real/app")))
                .isEqualTo(io.github.vertxregistry.model.Digest.sha256(
                                config.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .hex());
    }

    @Test
    void whatSkopeoPushedIsPulledAndLoaded() throws Exception {
        // Given
        Command.run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--dest-tls-verify=false",
                image.skopeoName(Layout.OCI_FOLDER),
                "docker://" + name("skopeo/app"));
        String digest = inspectedRemote("skopeo/app").getString("Digest");
        // When
        PullReply reply = await(toolkit.client().pull(tar().toString(), "skopeo/app:1"));
        // Then
        assertThat(reply.images().get(0).digest()).hasToString(digest);
        assertThat(Command.run("docker", "load", "--input", tar().toString())).contains(name("skopeo/app"));
        assertThat(Command.run("docker", "run", "--rm", name("skopeo/app"))).contains("Debian");
        Command.run("docker", "rmi", name("skopeo/app"));
    }

    @Test
    void whatJibPushedIsPulledAndLoaded() throws Exception {
        // Given
        Path app = Files.writeString(folder.resolve("app.txt"), "app\n");
        JibContainer pushed = Jib.fromScratch()
                .addLayer(List.of(app), AbsoluteUnixPath.get("/srv"))
                .setEntrypoint("/srv/app.txt")
                .containerize(Containerizer.to(RegistryImage.named(name("jib/app")))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(folder.resolve("cache"))
                        .setApplicationLayersCache(folder.resolve("cache")));
        // When
        PullReply reply = await(toolkit.client().pull(tar().toString(), "jib/app:1"));
        // Then
        assertThat(reply.images().get(0).digest())
                .hasToString(pushed.getDigest().toString());
        assertThat(Command.run("docker", "load", "--input", tar().toString())).contains(name("jib/app"));
        assertThat("sha256:" + pushed.getImageId().getHash())
                .isEqualTo(Command.run("docker", "image", "inspect", "--format", "{{.Id}}", name("jib/app"))
                        .strip());
        Command.run("docker", "rmi", name("jib/app"));
    }

    @Test
    void whatOrasJavaPushedIsPulledLoadedAndRun() throws Exception {
        // Given
        OCILayout layout = OCILayout.fromLayoutIndex(image.path(Layout.OCI_FOLDER));
        Registry peer = Registry.builder().defaults().withInsecure(true).build();
        CopyUtils.copy(
                layout,
                LayoutRef.of(layout, "1.0"),
                peer,
                ContainerRef.parse(name("oras-java/app")),
                CopyUtils.CopyOptions.shallow());
        JsonObject pushed = inspectedRemote("oras-java/app");
        // When
        PullReply reply = await(toolkit.client().pull(tar().toString(), "oras-java/app:1"));
        // Then
        assertThat(reply.images().get(0).digest()).hasToString(pushed.getString("Digest"));
        assertThat(inspected("docker-archive:" + tar()).getJsonArray("Layers"))
                .hasSameSizeAs(pushed.getJsonArray("Layers"));
        assertThat(inspected("oci-archive:" + tar()).getString("Digest")).isEqualTo(pushed.getString("Digest"));
        assertThat(Command.run("docker", "load", "--input", tar().toString())).contains(name("oras-java/app"));
        assertThat(Command.run("docker", "run", "--rm", name("oras-java/app"))).contains("Debian");
        Command.run("docker", "rmi", name("oras-java/app"));
    }

    @Test
    void whatDockerPushedIsPulledLoadedAndRun() throws Exception {
        // Given
        Command.run("docker", "load", "--input", image.path(Layout.DOCKER_SAVE).toString());
        Command.run("docker", "tag", RealImage.NAME, name("docker/app"));
        String id = id(name("docker/app"));
        Command.run("docker", "push", "--quiet", name("docker/app"));
        Command.run("docker", "rmi", name("docker/app"), RealImage.NAME, RealImage.NAME_WITH_HOST);
        // When
        PullReply reply = await(toolkit.client().pull(tar().toString(), "docker/app:1"));
        // Then
        assertThat(reply.images().get(0).digest())
                .hasToString(inspectedRemote("docker/app").getString("Digest"));
        assertThat(Command.run("docker", "load", "--input", tar().toString())).contains(name("docker/app"));
        assertThat(id(name("docker/app"))).isEqualTo(id);
        assertThat(Command.run("docker", "run", "--rm", name("docker/app"))).contains("Debian");
        Command.run("docker", "rmi", name("docker/app"));
    }

    private static String id(String name) throws Exception {
        return Command.run("docker", "image", "inspect", "--format", "{{.Id}}", name)
                .strip();
    }

    private static JsonObject inspectedRemote(String repository) throws Exception {
        return new JsonObject(Command.run(
                "skopeo", "--insecure-policy", "inspect", "--tls-verify=false", "docker://" + name(repository)));
    }
}
