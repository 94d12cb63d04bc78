package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests that would lead us to other hosts (CVE-2020-15157), or to more memory than there is (GHSA-f36w-mj3v-6jqv). */
class HostileImageTest {
    private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
    private static final ImageTarFixture IMAGE = image("team/app:1").layer("a.txt", "a");
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private static JsonObject manifest(JsonObject config, JsonObject... layers) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", config)
                .put("layers", new JsonArray(List.of((Object[]) layers)));
    }

    private static JsonObject config() {
        return OciParts.descriptor(MediaType.OCI_CONFIG, IMAGE.config());
    }

    private static JsonObject layer() {
        return OciParts.descriptor(MediaType.OCI_LAYER, IMAGE.layers().get(0).stored());
    }

    @Test
    void aForeignLayerIsAskedForNowhere() {
        // Given
        try (ScriptedServer elsewhere = ScriptedServer.answering(200, "application/octet-stream", "secret")) {
            JsonObject foreign = layer().put("mediaType", FOREIGN)
                    .put("urls", new JsonArray().add(elsewhere.url() + "/layer").add("http://169.254.169.254/latest"));
            byte[] manifest = manifest(config(), foreign).encode().getBytes(UTF_8);
            String tar = new OciParts()
                    .blob(IMAGE.config())
                    .blob(manifest)
                    .list(OciParts.descriptor(MediaType.OCI_MANIFEST, manifest), "team/app:1")
                    .addTo(new TarBuilder())
                    .write(folder.resolve("foreign.tar"))
                    .toString();
            // When
            PushedImage pushed =
                    await(toolkit.client().pushTarWithOriginalTag(tar)).images().get(0);
            // Then
            assertThat(pushed.digest()).isEqualTo(Digest.sha256(manifest));
            assertThat(pushed.uploaded()).isOne();
            assertThat(await(toolkit.client().imageInfo("team/app", "1"))
                            .layers()
                            .get(0)
                            .urls())
                    .hasSize(2);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    /** The registry gives a manifest whose config or layer is said to be so large. */
    @ParameterizedTest
    @CsvSource({
        "config, 4611686018427387904, SIZE_MISMATCH",
        "config, -1, REGISTRY_FAULT",
        "config, 9223372036854775808, REGISTRY_FAULT",
        "config, 1.5, REGISTRY_FAULT",
        "config, null, REGISTRY_FAULT",
        "layer, 9223372036854775807, REGISTRY_FAULT",
        "layer, -1, REGISTRY_FAULT",
        "layer, '\"1\"', REGISTRY_FAULT",
    })
    void aSizeThatCannotBeTakesNoMemory(String of, String size, FailureKind kind) {
        // Given
        JsonObject config = of.equals("config") ? config().put("size", "SIZE") : config();
        JsonObject layer = of.equals("layer") ? layer().put("size", "SIZE") : layer();
        String manifest = manifest(config, layer).encode().replace("\"SIZE\"", size);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            boolean isManifest = exchange.uri().contains("/manifests/");
            exchange.answer(
                    200,
                    Map.of("Content-Type", isManifest ? MediaType.OCI_MANIFEST : MediaType.OCI_CONFIG),
                    isManifest ? manifest : new String(IMAGE.config(), UTF_8));
        })) {
            RegistryClient client = toolkit.client().withRegistry(server.url());
            // When
            RegistryException failure = failure(client.imageInfo("team/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining("team/app");
        }
    }
}
