package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be built anew of its config and layers is pushed as it stands, or not at all. */
class PushAsItStandsTest {
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

    private Path tar(JsonObject config, JsonArray layers, byte[]... blobs) {
        byte[] manifest = manifest(config, layers);
        OciParts oci = new OciParts().blob(manifest);
        for (byte[] blob : blobs) {
            oci.blob(blob);
        }
        return oci.list(OciParts.descriptor(MediaType.OCI_MANIFEST, manifest), "team/stands:1")
                .addTo(new TarBuilder())
                .write(folder.resolve("a.tar"));
    }

    private static byte[] manifest(JsonObject config, JsonArray layers) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", config)
                .put("layers", layers)
                .encode()
                .getBytes(UTF_8);
    }

    private Path artifact() {
        byte[] config = "{\"name\":\"chart\"}".getBytes(UTF_8);
        byte[] chart = "a chart".getBytes(UTF_8);
        return tar(
                OciParts.descriptor("application/vnd.example.config.v1+json", config),
                new JsonArray().add(OciParts.descriptor("application/vnd.example.chart", chart)),
                config,
                chart);
    }

    private Path withALayerElsewhere() {
        ImageTarFixture image = image().layer("base.txt", "base").layer("own.txt", "own");
        byte[] base = image.layers().get(0).stored();
        byte[] own = image.layers().get(1).stored();
        return tar(
                OciParts.descriptor(MediaType.OCI_CONFIG, image.config()),
                new JsonArray()
                        .add(OciParts.descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar", base)
                                .put("urls", new JsonArray().add("https://example.org/base")))
                        .add(OciParts.descriptor(MediaType.OCI_LAYER, own)),
                image.config(),
                own);
    }

    @Test
    void anArtifactIsNotCompressed() {
        // Given
        PushRequest request = PushRequest.of(artifact().toString()).withCompression(LayerCompression.GZIP);
        // When
        PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
        // Then
        assertThat(pushed.digestKept()).isTrue();
        assertThat(await(toolkit.client().getManifest("team/stands", "1")).content())
                .contains("application/vnd.example.chart");
    }

    @Test
    void anArtifactIsNotMadeAnImage() {
        // Given
        PushRequest request = PushRequest.of(artifact().toString()).withFormat(ManifestFormat.DOCKER);
        // When
        RegistryException failure = failure(toolkit.client().push(request));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("artifact");
    }

    @Test
    void anImageWithALayerElsewhereIsNotPushedWithoutIt() {
        // Given
        PushRequest request = PushRequest.of(withALayerElsewhere().toString()).withCompression(LayerCompression.GZIP);
        // When
        PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
        // Then
        assertThat(pushed.digestKept()).isTrue();
        assertThat(await(toolkit.client().imageInfo("team/stands", "1")).layers())
                .hasSize(2);
        RegistryException failure = failure(toolkit.client().push(request.withFormat(ManifestFormat.DOCKER)));
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("foreign");
    }
}
