package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ForeignLayers;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that lie elsewhere: nobody is asked there unless that was said. */
class PullForeignTest {
    private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
    private static final ImageTarFixture IMAGE = image("team/foreign:1").layer("a.txt", "a", Compression.GZIP);

    @TempDir
    private Path folder;

    private byte[] elsewhereIs = IMAGE.layers().get(0).stored();
    private Toolkit toolkit;
    private ScriptedServer elsewhere;

    @BeforeEach
    void push() {
        toolkit = Toolkit.start();
        elsewhere = ScriptedServer.of(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + elsewhereIs.length + "\r\n\r\n");
            exchange.out().write(elsewhereIs);
            exchange.out().flush();
        });
        JsonObject foreign = OciParts.descriptor(FOREIGN, elsewhereIs)
                .put("urls", new JsonArray().add(elsewhere.url() + "/layer?key=1"));
        byte[] manifest = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", OciParts.descriptor(MediaType.OCI_CONFIG, IMAGE.config()))
                .put("layers", new JsonArray().add(foreign))
                .encode()
                .getBytes(UTF_8);
        Path tar = new OciParts()
                .blob(IMAGE.config())
                .blob(manifest)
                .list(OciParts.descriptor(MediaType.OCI_MANIFEST, manifest), "team/foreign:1")
                .addTo(new TarBuilder())
                .write(folder.resolve("pushed.tar"));
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
    }

    @AfterEach
    void close() {
        elsewhere.close();
        toolkit.close();
    }

    private PullRequest request(ForeignLayers foreign) {
        return PullRequest.of(folder.resolve("image.tar").toString(), "team/foreign:1")
                .withForeign(foreign);
    }

    @Test
    void isLeftOutWithAWarning() {
        // Given
        PullRequest request = request(ForeignLayers.SKIP);
        // When
        PullReply reply = await(toolkit.client().pull(request));
        // Then
        assertThat(reply.blobs()).isZero();
        assertThat(reply.warnings()).singleElement().asString().contains("is left out");
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void isRefused() {
        // Given
        PullRequest request = request(ForeignLayers.REFUSE);
        // When
        RegistryException failure = failure(toolkit.client().pull(request));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("foreign layer");
        assertThat(elsewhere.requests()).isEmpty();
        assertThat(folder.resolve("image.tar")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(LayerForm.class)
    void isFetchedFromItsAddressWhereThatIsAsked(LayerForm layers) {
        // Given
        PullRequest request = request(ForeignLayers.FETCH).withLayers(layers);
        // When
        PullReply reply = await(toolkit.client().pull(request));
        // Then
        assertThat(reply.blobs()).isEqualTo(1);
        assertThat(elsewhere.requests()).contains("GET /layer?key=1");
        assertThat(await(toolkit.client()
                                .startValidateTar(new TarValidateRequest(reply.tar(), true))
                                .result())
                        .problems())
                .isEmpty();
    }

    @Test
    void hasToBeWhatTheManifestSays() {
        // Given
        elsewhereIs = elsewhereIs.clone();
        elsewhereIs[20] ^= 1;
        PullRequest request = request(ForeignLayers.FETCH);
        // When
        RegistryException failure = failure(toolkit.client().pull(request));
        // Then
        assertThat(failure.kind()).isIn(FailureKind.DIGEST_MISMATCH, FailureKind.NOT_FOUND);
        assertThat(folder.resolve("image.tar")).doesNotExist();
    }
}
