package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushCommandTest {
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

    private String tar(String... tags) {
        return image(tags)
                .layer("a.txt", "first")
                .layer("b.txt", "second")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY)
                .toString();
    }

    private static List<String> tags(String repository) {
        return await(toolkit.client().listTags(repository));
    }

    @Test
    void pushesToTheImageThatIsNamed() {
        // When
        Ran ran = Ran.run("push", tar("other/name:9"), host + "/named/app:1.0");
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines())
                .contains("pushed  " + host + "/named/app:1.0")
                .anyMatch(line -> line.startsWith("blobs   3 uploaded, 0 mounted, 0 there already; "));
        assertThat(tags("named/app")).containsExactly("1.0");
    }

    @Test
    void pushesLatestWhereTheImageNamedHasNoTag() {
        // When
        Ran ran = Ran.run("push", tar("other/name:9"), host + "/untagged/app");
        // Then
        assertThat(ran.code()).isZero();
        assertThat(tags("untagged/app")).containsExactly("latest");
    }

    @Test
    void takesRepositoryAndTagFromTheTar() {
        // When
        Ran ran = Ran.run("push", tar("example.org:5000/own/app:3"), "--registry", host, "--json");
        // Then
        JsonObject pushed = ran.json().getJsonArray("images").getJsonObject(0);
        assertThat(pushed.getString("reference")).isEqualTo(host + "/own/app:3");
        assertThat(pushed.getInteger("uploaded")).isEqualTo(3);
    }

    @Test
    void passesOnEveryOption() {
        // When
        Ran ran = Ran.run(
                "push",
                tar("docker.io/library/busybox:1", "docker.io/library/busybox:2"),
                "--registry=" + host,
                "--prefix=mirror",
                "--all-tags",
                "--familiar-names",
                "--image=docker.io/library/busybox:1",
                "--format=OCI",
                "--upload=chunked",
                "--chunk-size=65536",
                "--concurrency=1",
                "--timeout=20",
                "--progress");
        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("upload");
        assertThat(tags("mirror/busybox")).containsExactly("1", "2");
        assertThat(await(toolkit.client().getManifest("mirror/busybox", "1")).mediaType())
                .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void givesRepositoryAndTagByOption() {
        // When
        Ran ran = Ran.run("push", tar(), "--registry", host, "--repository", "opt/app", "--tag", "7");
        // Then
        assertThat(ran.code()).isZero();
        assertThat(tags("opt/app")).containsExactly("7");
    }

    @Test
    void pushesAllImages() {
        // Given
        Path tar = folder.resolve("two.tar");
        TarShape.DOCKER_LEGACY
                .of(image("all/one:1").layer("a", "1"), image("all/two:1").layer("a", "2"))
                .write(tar);
        // When
        Ran ambiguous = Ran.run("push", tar.toString(), "--registry", host);
        Ran all = Ran.run("push", tar.toString(), "--registry", host, "--all-images");
        // Then
        assertThat(ambiguous.code()).isOne();
        assertThat(ambiguous.err()).startsWith("error: IMAGE_AMBIGUOUS: ").contains("hint: ");
        assertThat(all.code()).isZero();
        assertThat(tags("all/two")).containsExactly("1");
    }

    @Test
    void failsWhereTheTarHasNoTagAndNoneIsGiven() {
        // When
        Ran ran = Ran.run("push", tar(), "--registry", host);
        // Then
        assertThat(ran.code()).isOne();
        assertThat(ran.err()).startsWith("error: TAR_INVALID: ").contains("push TAR IMAGE");
    }

    @Test
    void failsWhereThereIsNoTar() {
        // Given
        String missing = folder.resolve("missing.tar").toString();
        // When
        Ran text = Ran.run("push", missing, host + "/a:1");
        Ran json = Ran.run("push", missing, host + "/a:1", "--json");
        // Then
        assertThat(text.code()).isOne();
        assertThat(text.err()).startsWith("error: TAR_NOT_FOUND: " + missing);
        assertThat(json.code()).isOne();
        assertThat(json.json().getJsonObject("error").getString("kind")).isEqualTo("TAR_NOT_FOUND");
    }

    @Test
    void hintsAtPlainLayersThatWentToAnotherMachine() {
        // Given: this address is this machine, but not by its name
        String other = "0.0.0.0:" + host.substring(host.indexOf(':') + 1);
        Path tar = SampleTar.write(folder.resolve("sample.tar"), 1_500_000, "plain/app:1");
        // When
        Ran ran = Ran.run("push", tar.toString(), other + "/plain/app:1", "--plain-http");
        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).startsWith("hint: 2 of 2 layers (1.5 MB) went uncompressed to " + other);
    }

    @Test
    void endsSoonWhereTheRegistryReadsNoMore() throws IOException {
        // Given
        String large = image("deaf/app:1")
                .layer(new byte[24 << 20], Compression.NONE)
                .write(folder.resolve("large.tar"), TarShape.DOCKER_LEGACY)
                .toString();
        Path conf = Files.writeString(
                folder.resolve("conf.json"), "{\"http\":{\"stallTimeoutMs\":200,\"retry\":{\"firstWaitMs\":5}}}");
        try (ScriptedServer deaf = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PATCH")) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            long began = System.nanoTime();
            // When
            Ran ran = Ran.run("push", large, "--registry", deaf.url(), "--conf", conf.toString());
            // Then
            assertThat(ran.err()).startsWith("error: STALLED: ");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
        }
    }
}
