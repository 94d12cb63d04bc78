package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Root file systems written through the typed client and real sockets. */
class ExportContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;
    private RegistryImages images;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    private static ImageTarFixture sample(String name) {
        return image(name)
                .layer(
                        new TarBuilder()
                                .folder("a")
                                .file("a/b", "1")
                                .file("gone", "x")
                                .bytes(),
                        Compression.NONE)
                .layer(new TarBuilder().file("a/c", "2").file(".wh.gone", "").bytes(), Compression.GZIP)
                .layer(new TarBuilder().hardlink("link", "a/b").bytes(), Compression.ZSTD);
    }

    private static List<String> names(Path tar) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream file = Files.newInputStream(tar);
                TarArchiveInputStream in = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private ExportRequest request(String repository) {
        return new ExportRequest(
                ImageSource.of(repository, "1"), folder.resolve("root.tar").toString(), false);
    }

    @Test
    void writesTheRootFileSystemOfARegistrysImage() throws IOException {
        // Given
        Digest digest = images.push(sample("export/app:1"), ManifestFormat.AUTO);
        // When
        ExportReply reply = await(client.export(request("export/app")));
        // Then
        Path tar = folder.resolve("root.tar");
        assertThat(reply).isEqualTo(new ExportReply(digest, tar.toString(), Files.size(tar), 4));
        assertThat(names(tar)).containsExactly("a/c", "a/", "a/b", "link");
        assertThat(left()).containsExactly("image.tar", "root.tar");
    }

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void writesThatOfAnImageInATar(TarShape shape) throws IOException {
        // Given
        Path tar = sample("export/tar:1").write(folder.resolve("image.tar"), shape);
        String file = folder.resolve("root.tar").toString();
        // When
        await(client.export(new ExportRequest(ImageSource.ofTar(tar.toString()), file, false)));
        // Then
        assertThat(names(Path.of(file))).containsExactly("a/c", "a/", "a/b", "link");
    }

    @Test
    void takesAsLongANameAsTheDiskDoes() throws IOException {
        // Given
        Path tar = sample("export/long:1").write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        Path file = folder.resolve("r".repeat(251) + ".tar");
        // When
        await(client.export(new ExportRequest(ImageSource.ofTar(tar.toString()), file.toString(), false)));
        // Then
        assertThat(names(file)).contains("a/c");
    }

    @Test
    void replacesAFileOnlyWhereToldTo() throws IOException {
        // Given
        images.push(sample("export/force:1"), ManifestFormat.AUTO);
        Path there = Files.writeString(folder.resolve("root.tar"), "mine");
        // When
        RegistryException refused = failure(client.export(request("export/force")));
        // Then
        assertThat(refused.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--force"));
        assertThat(there).hasContent("mine");
        ExportRequest force = new ExportRequest(ImageSource.of("export/force", "1"), there.toString(), true);
        assertThat(await(client.export(force)).bytes()).isEqualTo(Files.size(there));
        assertThat(left()).containsExactly("image.tar", "root.tar");
    }

    @Test
    void leavesNothingWhereALayerIsNotWhatItsDigestSays() throws IOException {
        // Given
        images.push(image("export/hurt:1").layer("a", "hurt"), ManifestFormat.OCI);
        byte[] other = ImageTarFixture.layerTar("a", "HURT");
        try (ScriptedServer damaged = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("GET") && isLayer(exchange.uri())) {
                exchange.answer(200, Map.of(), new String(other, StandardCharsets.ISO_8859_1));
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(damaged.url()).export(request("export/hurt")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(left()).containsExactly("image.tar");
        }
    }

    private static boolean isLayer(String uri) {
        return uri.contains("/blobs/" + Digest.sha256(ImageTarFixture.layerTar("a", "hurt")));
    }

    @Test
    void goesOnWhereALayerIsCut() throws IOException {
        // Given
        byte[] noise = new byte[600_000];
        new Random(1).nextBytes(noise);
        ImageTarFixture image = image("export/cut:1")
                .layer(new TarBuilder().file("noise", noise).bytes(), Compression.GZIP);
        images.push(image, ManifestFormat.OCI);
        byte[] layer = image.layers().get(0).stored();
        AtomicInteger gets = new AtomicInteger();
        try (ScriptedServer cutting = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains(image.layers().get(0).digest().toString()) && gets.getAndIncrement() == 0) {
                exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + layer.length + "\r\n\r\n");
                exchange.out().write(layer, 0, 300_000);
                exchange.cut();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            ExportReply reply = await(client.withRegistry(cutting.url()).export(request("export/cut")));
            // Then
            assertThat(reply.entries()).isOne();
            assertThat(gets).hasValue(2);
        }
    }

    @Test
    void tellsWhatCannotBeRead() throws IOException {
        // Given
        images.push(
                image("export/notar:1")
                        .layer("this is no tar at all, is it?".getBytes(StandardCharsets.UTF_8), Compression.GZIP),
                ManifestFormat.OCI);
        // When
        RegistryException failure = failure(client.export(request("export/notar")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure(client.export(request("export/nothing"))).kind()).isEqualTo(FailureKind.NOT_FOUND);
        ExportRequest nowhere = new ExportRequest(ImageSource.of("export/notar", "1"), folder + "/no/root.tar", false);
        assertThat(failure(client.export(nowhere)).kind()).isEqualTo(FailureKind.TAR_UNWRITABLE);
        ExportRequest onAFolder = new ExportRequest(ImageSource.of("export/notar", "1"), folder.toString(), true);
        assertThat(failure(client.export(onAFolder)).kind()).isEqualTo(FailureKind.TAR_UNWRITABLE);
        assertThat(left()).containsExactly("image.tar");
    }

    @Test
    void stopsWhenItIsCancelledAndLeavesNothing() throws IOException {
        // Given
        images.push(image("export/stop:1").layer("a", "stop"), ManifestFormat.OCI);
        List<Transfer<ExportReply>> running = new ArrayList<>();
        try (ScriptedServer silent = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("GET") && exchange.uri().contains("/blobs/") && !running.isEmpty()) {
                running.get(0).cancel();
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            Transfer<ExportReply> transfer = client.withRegistry(silent.url()).startExport(request("export/stop"));
            running.add(transfer);
            // When
            RegistryException failure = failure(transfer.result());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(left()).containsExactly("image.tar");
        }
    }

    @Test
    void writesNowhereButInTheRoots() throws IOException {
        // Given
        Path tar = sample("export/roots:1").write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Files.copy(tar, allowed.resolve("image.tar"));
        Files.createSymbolicLink(allowed.resolve("out"), folder);
        JsonObject roots = new JsonObject().put("roots", new JsonArray().add(allowed.toString()));
        try (Toolkit strict = Toolkit.against(toolkit.registry(), new JsonObject().put("paths", roots))) {
            ImageSource inside = ImageSource.ofTar(allowed.resolve("image.tar").toString());
            // When
            RegistryException outside =
                    failure(strict.client().export(new ExportRequest(inside, folder + "/root.tar", false)));
            // Then
            assertThat(outside.kind()).isEqualTo(FailureKind.DENIED);
            RegistryException through =
                    failure(strict.client().export(new ExportRequest(inside, allowed + "/out/root.tar", false)));
            assertThat(through.kind()).isEqualTo(FailureKind.DENIED);
            await(strict.client().export(new ExportRequest(inside, allowed + "/root.tar", false)));
            assertThat(names(allowed.resolve("root.tar"))).hasSize(4);
        }
    }
}
