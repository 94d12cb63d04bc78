package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocking work: seen while it waits, cancelled while it runs, ended in order, and nothing of it left behind. */
class WorkerContractTest {
    private static final long HOLE = 6L << 30;

    private Toolkit toolkit;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private RegistryClient start(JsonObject config) {
        toolkit = Toolkit.start(config);
        return toolkit.client();
    }

    /** A tar whose one layer is a hole of 6 GiB: nothing on the disk, and long to hash. */
    private Path slow() throws IOException {
        String manifest = "[{\"Config\":\"c.json\",\"RepoTags\":[\"slow/app:1\"],\"Layers\":[\"large\"]}]";
        String config = "{\"rootfs\":{\"diff_ids\":[\"sha256:" + "0".repeat(64) + "\"]}}";
        Path tar = new TarBuilder()
                .file("manifest.json", manifest)
                .file("c.json", config)
                .withoutEnd()
                .raw(TarBuilder.header("large", '0', HOLE, ""))
                .write(folder.resolve("slow.tar"));
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
            file.setLength(file.length() + HOLE);
        }
        return tar;
    }

    @Test
    void cancelsWorkThatRunsAndWorkThatWaits() throws Exception {
        // Given
        RegistryClient client = start(new JsonObject().put("instances", new JsonObject().put("validation", 1)));
        TarValidateRequest request = new TarValidateRequest(slow().toString(), true);
        CountDownLatch running = new CountDownLatch(1);
        Transfer<TarValidationReply> first = client.startValidateTar(request).onProgress(event -> running.countDown());
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch waiting = new CountDownLatch(1);
        Transfer<TarValidationReply> second = client.startValidateTar(request).onProgress(event -> {
            if (event.phase().equals("waiting")) {
                waiting.countDown();
            }
        });
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        List<OperationStatus> listed = await(client.operations());
        // When
        second.cancel();
        first.cancel();
        // Then
        assertThat(listed).hasSizeGreaterThanOrEqualTo(2);
        assertThat(failure(first.result()).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(failure(second.result()).kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void endsWorkThatRunsAndWorkThatWaitsWhenItIsUndeployed() throws Exception {
        // Given
        RegistryClient client = start(new JsonObject()
                .put("instances", new JsonObject().put("validation", 1))
                .put("operations", new JsonObject().put("drainTimeoutMs", 100)));
        TarValidateRequest request = new TarValidateRequest(slow().toString(), true);
        CountDownLatch running = new CountDownLatch(1);
        Transfer<TarValidationReply> first = client.startValidateTar(request).onProgress(event -> running.countDown());
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        Transfer<TarValidationReply> second = client.startValidateTar(request);
        await(client.operations());
        // When
        await(toolkit.vertx().undeploy(toolkit.deployment()));
        // Then
        assertThat(failure(first.result()).kind()).isEqualTo(FailureKind.SHUTTING_DOWN);
        assertThat(failure(second.result()).kind()).isEqualTo(FailureKind.SHUTTING_DOWN);
    }

    @Test
    void readsOnlyWhatLiesInTheRoots() throws Exception {
        // Given
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path outside = image("a/b:1").layer("a", "1").write(folder.resolve("outside.tar"), TarShape.DOCKER_LEGACY);
        Path allowed = Files.copy(outside, inside.resolve("allowed.tar"));
        Path link = Files.createSymbolicLink(inside.resolve("link.tar"), outside);
        RegistryClient client = start(
                new JsonObject().put("paths", new JsonObject().put("roots", new JsonArray().add(inside.toString()))));
        // When
        List<String> tags = await(client.tarTags(allowed.toString())).tags();
        // Then
        assertThat(tags).containsExactly("a/b:1");
        for (String path : List.of(
                outside.toString(),
                link.toString(),
                inside + "/../outside.tar",
                "/etc/passwd",
                inside + "/not-there")) {
            RegistryException failure = failure(client.tarTags(path));
            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure(client.pushTarWithOriginalTag(path)).kind()).isEqualTo(FailureKind.DENIED);
        }
    }

    @Test
    void leavesNoTemporaryFileOfACompressedTarBehind() throws Exception {
        // Given
        RegistryClient client = start(new JsonObject());
        byte[] plain =
                TarShape.DOCKER_LEGACY.of(image("gz/app:1").layer("a", "1")).bytes();
        Path tar = folder.resolve("image.tar.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(tar))) {
            out.write(plain);
        }
        Path broken = Files.write(folder.resolve("broken.tar.gz"), cut(Files.readAllBytes(tar)));
        // When
        await(client.pushTarWithOriginalTag(tar.toString()));
        await(client.inspectTar(tar.toString()));
        RegistryException failure = failure(client.pushTarWithOriginalTag(broken.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(spools()).isEmpty();
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static List<Path> spools() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path spool : all.filter(p -> p.getFileName().toString().startsWith("vertx-registry-"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.list(spool)) {
                    files.filter(file -> file.getFileName().toString().matches("[0-9a-f-]{36}"))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
