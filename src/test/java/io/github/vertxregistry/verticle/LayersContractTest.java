package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers put on images and bases exchanged, through the typed client and real sockets. */
class LayersContractTest {
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

    /** Makes a folder with a file of another time and another order each time. */
    private Path content(String name, long time) throws IOException {
        Path content = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(content.resolve("bin"));
        for (String file : time % 2 == 0 ? List.of("b", "bin/run", "a") : List.of("a", "b", "bin/run")) {
            Files.writeString(content.resolve(file), file);
            Files.setLastModifiedTime(content.resolve(file), FileTime.fromMillis(time));
            Files.setPosixFilePermissions(content.resolve(file), PosixFilePermissions.fromString("rwxr-x--x"));
        }
        Files.createLink(content.resolve("c"), content.resolve("a"));
        Files.createSymbolicLink(content.resolve("link"), Path.of("bin/run"));
        return content;
    }

    private static AppendImageRequest append(
            String image, String target, LayerCompression compression, Path... layers) {
        ImageReference from = ImageReference.of(image);
        return new AppendImageRequest(
                null,
                from.repository(),
                from.reference(),
                null,
                ImageReference.of(target),
                List.of(layers).stream().map(Path::toString).toList(),
                "/opt/app",
                false,
                compression,
                null);
    }

    @ParameterizedTest
    @EnumSource(LayerCompression.class)
    void putsAFolderAndATarOnTopOfAnImage(LayerCompression compression) throws Exception {
        // Given
        String repository = "append/" + compression;
        images.push(image(repository + ":1").layer("old", "1"), ManifestFormat.OCI);
        Path tar = new TarBuilder().file("etc/new", "2").write(folder.resolve("layer.tar"));
        // When
        AssembledImage made = await(client.appendImage(
                append(repository + ":1", repository + ":2", compression, content("content", 2), tar)));
        // Then
        assertThat(made.uploaded()).isEqualTo(3);
        assertThat(ReadBack.files(toolkit.registry(), repository, "2"))
                .containsExactlyEntriesOf(ordered(
                        "old",
                        "1",
                        "opt/app/a",
                        "a",
                        "opt/app/b",
                        "b",
                        "opt/app/bin/run",
                        "bin/run",
                        "opt/app/c",
                        "",
                        "opt/app/link",
                        "",
                        "etc/new",
                        "2"));
        JsonObject manifest = images.manifest(repository, "2");
        assertThat(manifest.getJsonArray("layers").getJsonObject(1).getString("mediaType"))
                .isEqualTo(
                        switch (compression) {
                            case KEEP -> MediaType.OCI_LAYER;
                            case GZIP -> MediaType.OCI_LAYER_GZIP;
                            case ZSTD -> MediaType.OCI_LAYER_ZSTD;
                        });
        assertThat(images.config(repository, manifest)
                        .getJsonArray("history")
                        .getJsonObject(2)
                        .getString("created_by"))
                .isEqualTo("append layer.tar");
        AssembledImage again = await(client.appendImage(
                append(repository + ":1", repository + ":3", compression, content("other/content", 1), tar)));
        assertThat(again.digest()).isEqualTo(made.digest());
        // What a layer has become is not remembered here, so it is compressed into another upload.
        assertThat(again.uploaded()).isEqualTo(compression == LayerCompression.KEEP ? 0 : 2);
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    void keepsModesAndLinksOfAFolder() throws Exception {
        // Given
        images.push(image("append/modes:1").layer("old", "1"), ManifestFormat.DOCKER);
        await(client.appendImage(
                append("append/modes:1", "append/modes:2", LayerCompression.KEEP, content("content", 1))));
        // When
        var listed = await(client.listFiles(ListFilesRequest.of(ImageSource.of("append/modes", "2"), "opt/app")));
        // Then
        assertThat(listed.files())
                .extracting(file -> file.path() + " " + file.type() + " " + file.mode() + " " + file.uid() + " "
                        + file.modified() + " " + file.link())
                .contains(
                        "opt/app/a file 0751 0 0 null",
                        "opt/app/c hardlink 0751 0 0 opt/app/a",
                        "opt/app/link symlink 0777 0 0 bin/run")
                .anyMatch(line -> line.startsWith("opt/app/bin folder 07"));
    }

    @Test
    void putsTheLayerOnEachImageOfAnIndexAndSendsItOnce() throws Exception {
        // Given
        images.push(image("append/multi:amd").platform("linux/amd64").layer("a", "amd"), ManifestFormat.OCI);
        images.push(image("append/multi:arm").platform("linux/arm64").layer("a", "arm"), ManifestFormat.OCI);
        String index = images.putIndex(
                "append/multi",
                images.descriptor("append/multi", "amd").put("platform", platform("amd64")),
                images.descriptor("append/multi", "arm").put("platform", platform("arm64")));
        Path tar = new TarBuilder().file("new", "2").write(folder.resolve("layer.tar"));
        // When
        AssembledImage made = await(
                client.appendImage(append("append/multi@" + index, "append/other:all", LayerCompression.GZIP, tar)));
        // Then
        assertThat(made.manifests()).hasSize(2);
        assertThat(made.uploaded()).isEqualTo(3);
        assertThat(made.mounted()).isEqualTo(2);
        assertThat(ReadBack.files(toolkit.registry(), "append/other", "all")).containsEntry("new", "2");
    }

    private static JsonObject platform(String architecture) {
        return new JsonObject().put("architecture", architecture).put("os", "linux");
    }

    @Test
    void refusesWhatIsNoLayer() throws IOException {
        // Given
        images.push(image("append/bad:1").layer("old", "1"), ManifestFormat.DOCKER);
        Path text = Files.writeString(folder.resolve("text"), "no tar");
        Path tar = new TarBuilder().file("new", "2").write(folder.resolve("layer.tar"));
        Path climbing = new TarBuilder().file("../new", "2").write(folder.resolve("climbing.tar"));
        // When
        RegistryException noTar = problem(LayerCompression.KEEP, text);
        // Then
        assertThat(noTar.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(problem(LayerCompression.KEEP, folder.resolve("none")).kind())
                .isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(problem(LayerCompression.KEEP, climbing).kind()).isEqualTo(FailureKind.TAR_INVALID);
        RegistryException zstd = problem(LayerCompression.ZSTD, tar);
        assertThat(zstd.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(zstd).hasMessageContaining("Docker's kind");
        assertThat(await(client.listTags("append/bad"))).containsExactly("1");
    }

    private static RegistryException problem(LayerCompression compression, Path layer) {
        return failure(client.appendImage(append("append/bad:1", "append/bad:2", compression, layer)));
    }

    private static RebaseImageRequest rebase(String image, String target, String oldBase, String newBase) {
        ImageReference from = ImageReference.of(image);
        return new RebaseImageRequest(
                null,
                from.repository(),
                from.reference(),
                null,
                ImageReference.of(target),
                ImageReference.of(oldBase),
                ImageReference.of(newBase));
    }

    @Test
    void putsAnImageOnAnotherBase() throws Exception {
        // Given
        images.push(image("base/old:1").layer("a", "old"), ManifestFormat.OCI);
        images.push(image("base/new:1").layer("a", "new").layer("b", "new"), ManifestFormat.DOCKER);
        images.push(image("base/app:1").layer("a", "old").layer("app", "1").author("me"), ManifestFormat.OCI);
        // When
        AssembledImage made = await(client.rebaseImage(rebase("base/app:1", "base/app:2", "base/old:1", "base/new:1")));
        // Then
        assertThat(made.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(made.uploaded()).isOne();
        assertThat(made.mounted()).isEqualTo(2);
        assertThat(ReadBack.files(toolkit.registry(), "base/app", "2"))
                .containsExactlyEntriesOf(ordered("a", "new", "b", "new", "app", "1"));
        JsonObject manifest = images.manifest("base/app", "2");
        assertThat(manifest.encode()).doesNotContain("docker");
        JsonObject config = images.config("base/app", manifest);
        assertThat(config.getString("author")).isEqualTo("me");
        assertThat(config.getJsonArray("history")).hasSize(3);
        AssembledImage back = await(client.rebaseImage(rebase("base/app:2", "base/app:3", "base/new:1", "base/old:1")));
        assertThat(back.digest())
                .isEqualTo(await(client.headManifest("base/app", "1")).digest());
    }

    @Test
    void setsRightWhatAnIndexSaysOfTheBase() {
        // Given
        images.push(image("said/old:1").layer("a", "old"), ManifestFormat.OCI);
        Digest now = images.push(image("said/new:1").layer("a", "new"), ManifestFormat.OCI);
        images.push(image("said/app:1").layer("a", "old").layer("app", "1"), ManifestFormat.OCI);
        JsonObject said = new JsonObject()
                .put("org.opencontainers.image.base.name", "said/old:1")
                .put("org.opencontainers.image.base.digest", "sha256:" + "0".repeat(64))
                .put("org.example", "kept");
        String index =
                images.putIndex("said/app", images.descriptor("said/app", "1").put("annotations", said.copy()));
        // When
        AssembledImage made =
                await(client.rebaseImage(rebase("said/app@" + index, "said/app:2", "said/old:1", "said/new:1")));
        // Then
        assertThat(made.manifests().get(0).annotations())
                .containsEntry("org.opencontainers.image.base.digest", now.toString())
                .containsEntry("org.example", "kept")
                .hasEntrySatisfying("org.opencontainers.image.base.name", name -> assertThat(name)
                        .endsWith("/said/new:1"));
    }

    @Test
    void putsAnImageOnNoBaseOfAnotherProcessor() {
        // Given
        images.push(image("arch/old:1").platform("linux/arm64").layer("a", "old"), ManifestFormat.OCI);
        images.push(image("arch/new:1").platform("linux/amd64").layer("a", "new"), ManifestFormat.OCI);
        images.push(
                image("arch/app:1").platform("linux/arm64").layer("a", "old").layer("app", "1"), ManifestFormat.OCI);
        // When
        RegistryException failure =
                failure(client.rebaseImage(rebase("arch/app:1", "arch/app:2", "arch/old:1", "arch/new:1")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("the base arch/new:1 has no image for linux/arm64");
        assertThat(failure(client.headManifest("arch/app", "2")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void refusesABaseThatTheImageDoesNotStandOn() {
        // Given
        images.push(image("stand/base:1").layer("a", "other"), ManifestFormat.OCI);
        images.push(image("stand/large:1").layer("a", "1").layer("app", "1").layer("b", "1"), ManifestFormat.OCI);
        images.push(image("stand/app:1").layer("a", "1").layer("app", "1"), ManifestFormat.OCI);
        // When
        RegistryException failure =
                failure(client.rebaseImage(rebase("stand/app:1", "stand/app:2", "stand/base:1", "stand/base:1")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure).hasMessageContaining("does not stand on stand/base:1");
        assertThat(failure(client.rebaseImage(rebase("stand/app:1", "stand/app:2", "stand/large:1", "stand/base:1")))
                        .kind())
                .isEqualTo(FailureKind.CONFLICT);
        assertThat(failure(client.rebaseImage(rebase("stand/app:1", "stand/app:2", "stand/none:1", "stand/base:1")))
                        .kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }
}
