package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.DiffImagesRequest;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.ImageDifference;
import io.github.vertxregistry.message.ImageDifference.Field;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images compared through the typed client and real sockets. */
class DiffContractTest {
    private static final byte[] BASE = new TarBuilder()
            .folder("etc")
            .file("etc/same", "same")
            .file("etc/changed", "old")
            .file("etc/again", "again")
            .file("etc/gone", "gone")
            .symlink("etc/link", "same")
            .raw(TarBuilder.paxHeader(TarBuilder.paxRecord("mtime", "7") + TarBuilder.paxRecord("uid", "5")))
            .file("etc/owned", "x")
            .bytes();

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

    private static ImageTarFixture base(String name) {
        return image(name).layer(BASE, Compression.GZIP);
    }

    private static List<String> files(ImageDifference difference) {
        return difference.files().stream()
                .map(file -> file.change() + " " + file.path() + " " + String.join(",", file.what()))
                .toList();
    }

    @Test
    void tellsWhatDiffersInConfigsLayersAndFiles() {
        // Given
        images.push(base("diff/app:1").layer("top", "1"), ManifestFormat.AUTO);
        byte[] top = new TarBuilder()
                .file("etc/changed", "newer")
                .file("etc/again", "again")
                .file("etc/.wh.gone", "")
                .file("etc/link", "same")
                .file("etc/owned", "x")
                .file("new", "1")
                .bytes();
        images.push(base("diff/app:2").layer(top, Compression.ZSTD).author("other"), ManifestFormat.AUTO);
        DiffImagesRequest request =
                DiffImagesRequest.of(ImageSource.of("diff/app", "1"), ImageSource.of("diff/app", "2"));
        // When
        ImageDifference difference = await(client.diffImages(request));
        // Then
        assertThat(files(difference))
                .containsExactly(
                        "changed etc/changed size,content",
                        "removed etc/gone ",
                        "changed etc/link type,size,content,link",
                        "changed etc/owned owner",
                        "added new ",
                        "removed top ");
        assertThat(difference.config()).containsExactly(new Field("author", "\"someone\"", "\"other\""));
        assertThat(difference.commonLayers()).isOne();
        assertThat(difference.layersAfter()).hasSize(1);
        assertThat(List.of(difference.added(), difference.changed(), difference.removed()))
                .containsExactly(1L, 3L, 2L);
        ImageDifference timed =
                await(client.diffImages(new DiffImagesRequest(request.before(), request.after(), true, 2, null, null)));
        assertThat(timed.files()).hasSize(2);
        assertThat(timed.changed()).isEqualTo(3);
    }

    @Test
    void tellsThatATarAndARegistryHaveTheSame() {
        // Given
        ImageTarFixture image = base("diff/same:1").layer("top", "1");
        images.push(image, ManifestFormat.OCI);
        String tar =
                image.write(folder.resolve("same.tar"), TarShape.DOCKER_LEGACY).toString();
        // When
        ImageDifference difference = await(
                client.diffImages(DiffImagesRequest.of(ImageSource.of("diff/same", "1"), ImageSource.ofTar(tar))));
        // Then
        assertThat(difference.isNone()).isTrue();
        assertThat(difference.commonLayers()).isEqualTo(2);
        assertThat(difference.before()).isNotEqualTo(difference.after());
    }

    @Test
    void comparesConfigsFieldByFieldAndReadsLayersOfBothOnce() {
        // Given
        images.push(base("diff/config:1"), ManifestFormat.OCI);
        await(client.editImage(new EditImageRequest(
                null,
                "diff/config",
                "1",
                null,
                ImageReference.of("diff/config:2"),
                ImageChanges.NONE
                        .withEnv("PATH", "/usr/bin")
                        .withEnv("MODE", "x")
                        .withoutLabel("team"))));
        try (ScriptedServer counting = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            ImageDifference difference = await(client.withRegistry(counting.url())
                    .diffImages(DiffImagesRequest.of(
                            ImageSource.of("diff/config", "1"), ImageSource.of("diff/config", "2"))));
            // Then
            assertThat(difference.config())
                    .containsExactly(
                            new Field("config.Env.MODE", null, "x"),
                            new Field("config.Env.PATH", "/bin", "/usr/bin"),
                            new Field("config.Labels", null, "{}"),
                            new Field("config.Labels.team", "\"blue\"", null));
            assertThat(difference.files()).isEmpty();
            String layer = base("any:1").layers().get(0).digest().toString();
            assertThat(counting.requests())
                    .filteredOn(line -> line.contains(layer))
                    .hasSize(1);
        }
    }

    @Test
    void comparesTheHistoryStepByStep() {
        // Given
        ImageTarFixture longer = base("diff/history:2").author("other");
        for (int step = 1; step <= 10; step++) {
            longer.layer("f" + step, "");
        }
        images.push(base("diff/history:1"), ManifestFormat.OCI);
        images.push(longer, ManifestFormat.OCI);
        // When
        ImageDifference difference = await(client.diffImages(
                DiffImagesRequest.of(ImageSource.of("diff/history", "1"), ImageSource.of("diff/history", "2"))));
        // Then
        assertThat(difference.config())
                .hasSize(21)
                .startsWith(
                        new Field("author", "\"someone\"", "\"other\""),
                        new Field("history.1.created", null, "\"2026-01-02T03:04:05Z\""),
                        new Field("history.1.created_by", null, "\"COPY . /\""),
                        new Field("history.2.created", null, "\"2026-01-02T03:04:05Z\""))
                .endsWith(new Field("history.10.created_by", null, "\"COPY . /\""));
    }

    @Test
    void comparesTheLastOneOfAPathThatStandsTwiceInALayer() {
        // Given
        byte[] twice = new TarBuilder()
                .folder("a")
                .file("a/b", "1")
                .file("a", "2")
                .file("c", "1")
                .file("c", "3")
                .bytes();
        images.push(image("diff/twice:1").layer(twice, Compression.GZIP), ManifestFormat.OCI);
        byte[] once = new TarBuilder().file("a", "2").file("c", "1").bytes();
        images.push(image("diff/twice:2").layer(once, Compression.GZIP), ManifestFormat.OCI);
        // When
        ImageDifference difference = await(client.diffImages(
                DiffImagesRequest.of(ImageSource.of("diff/twice", "1"), ImageSource.of("diff/twice", "2"))));
        // Then
        assertThat(files(difference)).containsExactly("changed c content");
    }

    @Test
    void writesAllFilesThatDiffer() throws IOException {
        // Given
        images.push(base("diff/file:1"), ManifestFormat.OCI);
        images.push(image("diff/file:2").layer("a", "1"), ManifestFormat.OCI);
        Path file = folder.resolve("differences");
        // When
        ImageDifference difference = await(client.diffImages(new DiffImagesRequest(
                ImageSource.of("diff/file", "1"),
                ImageSource.of("diff/file", "2"),
                null,
                null,
                file.toString(),
                null)));
        // Then
        assertThat(difference.files()).isEmpty();
        assertThat(difference.removed()).isEqualTo(7);
        assertThat(Files.readAllLines(file)).hasSize(8);
        assertThat(failure(client.diffImages(DiffImagesRequest.of(
                                ImageSource.of("diff/file", "1"), ImageSource.of("diff/file", "3"))))
                        .kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }
}
