package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PushContractTest {
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

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void pushesEveryShapeUnderItsOriginalTag(TarShape shape) {
        // Given
        String repository =
                "shapes/" + shape.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        ImageTarFixture image = image("example.org:5000/" + repository + ":1.0")
                .layer("a.txt", "first")
                .layer("b.txt", "second");
        Path tar = image.write(folder.resolve("image.tar"), shape);
        // When
        PushReply reply = await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        // Then
        assertThat(reply.images()).hasSize(1);
        PushedImage pushed = reply.images().get(0);
        assertThat(pushed.reference()).endsWith("/" + repository + ":1.0");
        ImageInfo info = await(toolkit.client().imageInfo(repository, "1.0"));
        assertThat(info.digest()).isEqualTo(pushed.digest());
        assertThat(info.diffIds())
                .containsExactlyElementsOf(image.layers().stream()
                        .map(ImageTarFixture.Layer::diffId)
                        .toList());
        assertThat(info.layers()).extracting(Descriptor::digest).doesNotHaveDuplicates();
    }

    @Test
    void sendsNothingTheSecondTime() {
        // Given
        Path tar = image("again/app:1")
                .layer("a.txt", "first")
                .layer("b.txt", "second", Compression.GZIP)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        PushedImage first = await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0);
        // When
        PushedImage second = await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0);
        // Then
        assertThat(first.uploaded()).isEqualTo(3);
        assertThat(second.uploaded()).isZero();
        assertThat(second.skipped()).isEqualTo(3);
        assertThat(second.bytes()).isZero();
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void mountsBlobsIntoEachRepositoryOfAllTags() {
        // Given
        Path tar = image("one/app:1", "one/app:2", "two/app:1")
                .layer("a.txt", "all tags")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_GRAPH_DRIVER);
        // When
        PushReply reply = await(toolkit.client().pushTarWithAllOriginalTags(tar.toString()));
        // Then
        assertThat(reply.images()).extracting(PushedImage::uploaded).containsExactly(2, 0, 0);
        assertThat(reply.images()).extracting(PushedImage::mounted).containsExactly(0, 0, 2);
        assertThat(await(toolkit.client().listTags("one/app"))).containsExactly("1", "2");
        assertThat(await(toolkit.client().imageInfo("two/app", "1")).layerCount())
                .isOne();
    }

    @Test
    void buildsAnOciManifestForZstdAndRefusesToCallItDocker() {
        // Given
        Path tar = image("zstd/app:1")
                .layer("a.txt", "zstd", Compression.ZSTD)
                .layer("b.txt", "plain")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        PushRequest request = PushRequest.of(tar.toString());
        // When
        PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
        // Then
        assertThat(pushed.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        ImageInfo info = await(toolkit.client().imageInfo("zstd/app", "1"));
        assertThat(info.layers())
                .extracting(Descriptor::mediaType)
                .containsExactly(MediaType.OCI_LAYER_ZSTD, MediaType.OCI_LAYER);
        PushRequest docker = PushRequest.of(tar.toString()).withFormat(ManifestFormat.DOCKER);
        assertThat(failure(toolkit.client().push(docker)).kind()).isEqualTo(FailureKind.BAD_REQUEST);
    }

    @Test
    void namesTheEntryWhoseBytesAreNotItsDigest() {
        // Given
        byte[] tarBytes = image().layer("a.txt", "right").layers().get(0).tar();
        byte[] wrong = tarBytes.clone();
        wrong[520] ^= 1;
        Path tar = image("wrong/app:1")
                .storedLayer(tarBytes, wrong, Compression.NONE)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        // When
        RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure).hasMessageContaining("layer.tar").hasMessageContaining(tar.toString());
        assertThat(failure(toolkit.client().listTags("wrong/app")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void asksWhichOfSeveralImages() {
        // Given
        Path tar = folder.resolve("image.tar");
        TarShape.DOCKER_LEGACY
                .of(
                        image("several/one:1").layer("a", "1"),
                        image("several/two:1").layer("a", "2"))
                .write(tar);
        // When
        RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure.hint()).isPresent();
        PushRequest all = PushRequest.of(tar.toString()).withAllImages().withPrefix("mirror");
        assertThat(await(toolkit.client().push(all)).images()).hasSize(2);
        assertThat(await(toolkit.client().listRepositories()))
                .containsAll(List.of("mirror/several/one", "mirror/several/two"));
    }

    @Test
    void bringsALayerThatImagesShareOnlyOnce() {
        // Given
        Path tar = folder.resolve("image.tar");
        TarShape.DOCKER_LEGACY
                .of(
                        image("share/one:1").layer("base", "the same").layer("a", "1"),
                        image("share/two:1").layer("base", "the same").layer("a", "2"))
                .write(tar);
        // When
        PushReply reply =
                await(toolkit.client().push(PushRequest.of(tar.toString()).withAllImages()));
        // Then
        assertThat(reply.images()).extracting(PushedImage::uploaded).containsExactly(3, 2);
        assertThat(reply.images()).extracting(PushedImage::mounted).containsExactly(0, 1);
    }

    @Test
    void saysWhatAConversionLeavesBehind() {
        // Given
        Path tar = image("convert/app:1").layer("a", "1").write(folder.resolve("image.tar"), TarShape.OCI);
        // When
        PushedImage kept = await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0);
        PushedImage converted = await(
                        toolkit.client().push(PushRequest.of(tar.toString()).withFormat(ManifestFormat.DOCKER)))
                .images()
                .get(0);
        // Then
        assertThat(kept.digestKept()).isTrue();
        assertThat(converted.digestKept()).isFalse();
        assertThat(converted.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
    }

    @Test
    void refusesACompressionThatItDoesNotDo() {
        // When
        RegistryException failure = failure(toolkit.vertx()
                .eventBus()
                .request(
                        "registry.images.push",
                        new JsonObject().put("tar", "a.tar").put("compression", "lz4"))
                .recover(PushContractTest::read));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("compression");
    }

    static <T> Future<T> read(Throwable cause) {
        return Future.failedFuture(FailureMessage.read(((ReplyException) cause).failureCode(), cause.getMessage()));
    }
}
