package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that are decompressed while they are pulled. */
class PullPlainTest {
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

    private String out() {
        return folder.resolve("image.tar").toString();
    }

    private void push(ImageTarFixture image) {
        Path tar = image.write(folder.resolve("pushed.tar"), TarShape.OCI);
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
    }

    private PullReply pull(String image, PullFormat format) {
        return await(toolkit.client()
                .pull(PullRequest.of(out(), image).withLayers(LayerForm.PLAIN).withFormat(format)));
    }

    private void assertPlain() {
        InspectedImage image = await(toolkit.client().inspectTar(out())).get(0);
        assertThat(image.layers()).extracting(InspectedImage.Layer::compression).containsOnly(Compression.NONE);
        assertThat(await(toolkit.client()
                                .startValidateTar(new TarValidateRequest(out(), true))
                                .result())
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER", "OCI"})
    void layersOfEachCompressionBecomePlain(PullFormat format) {
        // Given
        push(image("plain/app:1")
                .layer("a.txt", "first", Compression.GZIP)
                .layer("b.txt", "second", Compression.ZSTD)
                .layer("c.txt", "third", Compression.NONE)
                .layer("a.txt", "first", Compression.GZIP));
        // When
        PullReply reply = pull("plain/app:1", format);
        // Then
        assertThat(reply.warnings()).isEmpty();
        assertPlain();
        PushedImage again = await(toolkit.client().push(PushRequest.of(out()).withPrefix("again")))
                .images()
                .get(0);
        assertThat(again.digest()).isEqualTo(reply.images().get(0).digest());
        assertThat(again.digestKept()).isTrue();
    }

    /** Its last bytes tell the length of the last member alone. */
    @Test
    void aGzipFileOfSeveralMembersIsDecompressedWhole() {
        // Given
        byte[] tar = ImageTarFixture.layerTar("a.txt", "x".repeat(100_000));
        int half = tar.length / 2;
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(ImageTarFixture.compressed(Arrays.copyOf(tar, half), Compression.GZIP));
        members.writeBytes(ImageTarFixture.compressed(Arrays.copyOfRange(tar, half, tar.length), Compression.GZIP));
        push(image("plain/members:1").storedLayer(tar, members.toByteArray(), Compression.GZIP));
        // When
        pull("plain/members:1", PullFormat.DOCKER);
        // Then
        assertPlain();
    }

    @Test
    void theSameImageMakesTheSameBytes() throws Exception {
        // Given
        push(image("plain/same:1").layer("a.txt", "first", Compression.GZIP).layer("b.txt", "b", Compression.ZSTD));
        pull("plain/same:1", PullFormat.DOCKER);
        Path first = Files.move(Path.of(out()), folder.resolve("first.tar"));
        // When
        pull("plain/same:1", PullFormat.DOCKER);
        // Then
        assertThat(Files.mismatch(first, Path.of(out()))).isEqualTo(-1);
    }

    @Test
    void aLayerThatBecomesSomethingElseIsRefused() {
        // Given
        byte[] tar = ImageTarFixture.layerTar("a.txt", "said");
        byte[] other = ImageTarFixture.compressed(ImageTarFixture.layerTar("a.txt", "done"), Compression.GZIP);
        push(image("plain/liar:1").storedLayer(tar, other, Compression.GZIP));
        // When
        RegistryException failure = failure(
                toolkit.client().pull(PullRequest.of(out(), "plain/liar:1").withLayers(LayerForm.PLAIN)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(Path.of(out())).doesNotExist();
    }
}
