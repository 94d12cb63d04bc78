package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PushCompressionTest {
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private static PushRequest gzip(Path tar) {
        return PushRequest.of(tar.toString()).withCompression(LayerCompression.GZIP);
    }

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void compressesThePlainLayersOfEveryShape(TarShape shape) throws Exception {
        // Given
        String repository =
                "gzip/" + shape.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        ImageTarFixture image = image(repository + ":1").layer("a.txt", "first").layer("b.txt", "second");
        Path tar = image.write(folder.resolve("image.tar"), shape);
        // When
        PushedImage pushed = await(toolkit.client().push(gzip(tar))).images().get(0);
        // Then
        ImageInfo info = await(toolkit.client().imageInfo(repository, "1"));
        assertThat(info.digest()).isEqualTo(pushed.digest());
        assertThat(info.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(info.layers())
                .extracting(Descriptor::mediaType)
                .containsExactly(MediaType.DOCKER_LAYER_GZIP, MediaType.DOCKER_LAYER_GZIP);
        assertThat(ReadBack.files(toolkit.registry(), repository, "1"))
                .containsEntry("a.txt", "first")
                .containsEntry("b.txt", "second");
        assertThat(pushed.size()).isEqualTo(info.configSize() + info.layerSize());
    }

    @Test
    void keepsTheConfigsBytesAndLayersThatAreCompressedAlready() {
        // Given
        ImageTarFixture image =
                image("mixed/app:1").layer("a.txt", "packed", Compression.GZIP).layer("b.txt", "plain");
        Path tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        // When
        await(toolkit.client().push(gzip(tar)));
        // Then
        ImageInfo info = await(toolkit.client().imageInfo("mixed/app", "1"));
        assertThat(info.manifest()).contains(image.id().toString());
        assertThat(info.layers().get(0).digest())
                .isEqualTo(image.layers().get(0).digest());
        assertThat(info.layers().get(1).mediaType()).isEqualTo(MediaType.DOCKER_LAYER_GZIP);
    }

    @Test
    void keepsAManifestWhoseLayersAreAllCompressedAlready() {
        // Given
        Path tar = image("kept/app:1")
                .layer("a.txt", "packed", Compression.GZIP)
                .write(folder.resolve("image.tar"), TarShape.OCI);
        // When
        PushedImage pushed = await(toolkit.client().push(gzip(tar))).images().get(0);
        // Then
        assertThat(pushed.digestKept()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void becomesAnOciManifestThroughoutWithZstd(TarShape shape) throws Exception {
        // Given
        String repository =
                "zstd/" + shape.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Path tar = image(repository + ":1")
                .layer("a.txt", "packed", Compression.GZIP)
                .layer("b.txt", "plain")
                .write(folder.resolve("image.tar"), shape);
        PushRequest request = PushRequest.of(tar.toString()).withCompression(LayerCompression.ZSTD, 5);
        // When
        PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
        // Then
        assertThat(pushed.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(await(toolkit.client().imageInfo(repository, "1")).layers())
                .extracting(Descriptor::mediaType)
                .containsExactly(MediaType.OCI_LAYER_GZIP, MediaType.OCI_LAYER_ZSTD);
        assertThat(ReadBack.files(toolkit.registry(), repository, "1"))
                .containsEntry("a.txt", "packed")
                .containsEntry("b.txt", "plain");
    }

    @Test
    void doesNotCallZstdDocker() {
        // Given
        Path tar = image("zstd/docker:1").layer("a.txt", "plain").write(folder.resolve("a.tar"), TarShape.OCI);
        PushRequest request = PushRequest.of(tar.toString())
                .withCompression(LayerCompression.ZSTD)
                .withFormat(ManifestFormat.DOCKER);
        // When
        RegistryException failure = failure(toolkit.client().push(request));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("zstd");
    }

    @Test
    void givesTheSameManifestEachTime() {
        // Given
        Path tar = image("same/app:1").layer("a.txt", "the same").write(folder.resolve("a.tar"), TarShape.OCI);
        PushedImage first = await(toolkit.client().push(gzip(tar))).images().get(0);
        // When
        PushedImage second = await(toolkit.client().push(gzip(tar).as("same/other", "1")))
                .images()
                .get(0);
        // Then
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void compressesALayerOnceForAllRepositories() {
        // Given
        Path tar = image("two/one:1", "two/one:2", "two/other:1")
                .layer("a.txt", "all names")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_GRAPH_DRIVER);
        // When
        List<PushedImage> pushed =
                await(toolkit.client().push(gzip(tar).withAllTags())).images();
        // Then
        assertThat(pushed).extracting(PushedImage::uploaded).containsExactly(2, 0, 0);
        assertThat(pushed).extracting(PushedImage::mounted).containsExactly(0, 0, 2);
        assertThat(pushed)
                .extracting(PushedImage::digest)
                .containsOnly(pushed.get(0).digest());
    }

    @Test
    void failsBeforeThereIsATagWhereALayerIsNotWhatTheConfigSays() {
        // Given
        byte[] right = ImageTarFixture.layerTar("a.txt", "right");
        byte[] wrong = right.clone();
        wrong[520] ^= 1;
        Path tar = image("wrong/gzip:1")
                .storedLayer(right, wrong, Compression.NONE)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        // When
        RegistryException failure = failure(toolkit.client().push(gzip(tar)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure).hasMessageContaining("layer.tar").hasMessageContaining(tar.toString());
        assertThat(failure(toolkit.client().listTags("wrong/gzip")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void saysThatALevelAloneCompressesNothing() {
        // When
        RegistryException failure = failure(toolkit.vertx()
                .eventBus()
                .request(
                        "registry.images.push",
                        new JsonObject().put("tar", "a.tar").put("compressionLevel", 10))
                .recover(PushContractTest::read));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("compressionLevel");
    }

    @Test
    void takesTheConfigurationsWayWhereTheMessageHasNone() {
        // Given
        JsonObject compression =
                new JsonObject().put("method", "gzip").put("level", 9).put("threads", 1);
        Path tar = image("configured/app:1").layer("a.txt", "plain").write(folder.resolve("a.tar"), TarShape.OCI);
        try (Toolkit configured = Toolkit.against(
                toolkit.registry(),
                new JsonObject().put("transfer", new JsonObject().put("compression", compression)))) {
            // When
            await(configured.client().pushTarWithOriginalTag(tar.toString()));
        }
        // Then
        assertThat(await(toolkit.client().imageInfo("configured/app", "1")).layers())
                .extracting(Descriptor::mediaType)
                .containsExactly(MediaType.DOCKER_LAYER_GZIP);
    }
}
