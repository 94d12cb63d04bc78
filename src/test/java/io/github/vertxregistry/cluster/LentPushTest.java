package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller without verticles has the tar, and a node that cannot see it pushes it. */
class LentPushTest {
    private static final int LAYER = 3 << 20;

    @TempDir
    private static Path folder;

    private static Vertx alone;
    private static Cluster cluster;
    private static Path shared;
    private static Path tar;
    private static RegistryClient client;

    @BeforeAll
    static void start() throws IOException {
        alone = Vertx.vertx();
        cluster = new Cluster();
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        shared = Files.createDirectory(folder.resolve("shared"));
        tar = ImageTarFixture.image("lent/app:1")
                .layer(random(1), Compression.NONE)
                .layer(random(2), Compression.NONE)
                .write(folder.resolve("lent.tar"), TarShape.DOCKER_LEGACY);
        cluster.node(ToolkitConfig.defaults()
                .withNodeId("node")
                .withOperations(new OperationsConfig(100L, null, null, null))
                .withPaths(new PathsConfig(List.of(), List.of(shared.toString())))
                .withRegistries(new RegistriesConfig(Map.of(), embedded.url(), true)));
        client = RegistryClient.create(cluster.caller());
    }

    private static byte[] random(long seed) {
        byte[] bytes = new byte[LAYER];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @AfterAll
    static void stop() {
        await(client.close());
        cluster.close();
        await(alone.close());
    }

    @Test
    void theNodeReadsWhatTheRegistryLacks() {
        // Given
        PushRequest request = PushRequest.of(tar.toString()).as("lent/once", "1");
        // When
        PushReply first = await(client.lendingFiles().push(request));
        PushReply again = await(client.lendingFiles().push(request));
        // Then
        assertThat(first.images()).extracting(PushedImage::uploaded).containsExactly(3);
        assertThat(first.images().get(0).bytes()).isGreaterThan(2 * LAYER);
        assertThat(again.images()).extracting(PushedImage::skipped).containsExactly(3);
        assertThat(await(client.imageInfo("lent/once", "1")).layerSize()).isGreaterThanOrEqualTo(2 * LAYER);
    }

    @Test
    void theNodeUnpacksACompressedTar() throws IOException {
        // Given
        Path packed = folder.resolve("lent.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(tar, out);
        }
        // When
        PushReply reply = await(
                client.lendingFiles().push(PushRequest.of(packed.toString()).as("lent/packed", "1")));
        // Then
        assertThat(reply.images()).extracting(PushedImage::uploaded).containsExactly(3);
    }

    @Test
    void aFileThatIsNotThereIsToldByTheCaller() {
        // When
        RegistryException failure = failure(client.lendingFiles()
                .pushTarWithOriginalTag(folder.resolve("no.tar").toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
    }

    @Test
    void aFolderIsNotLent() {
        // When
        RegistryException failure = failure(client.lendingFiles().pushTarWithOriginalTag(folder.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
    }

    @Test
    void aCallerThatDiesEndsThePushAndItsUpload() throws InterruptedException {
        // Given: a registry that takes the layer's bytes for ever
        CountDownLatch uploading = new CountDownLatch(1);
        CountDownLatch deleted = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("DELETE")) {
                exchange.answer(204, Map.of(), "");
                deleted.countDown();
            } else if (exchange.method().equals("POST")) {
                exchange.answer(202, Map.of("Location", "/v2/lent/app/blobs/uploads/one"), "");
            } else if (exchange.method().equals("HEAD")) {
                exchange.answer(404, Map.of(), "");
            } else {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                uploading.countDown();
                exchange.hang();
            }
        })) {
            Vertx dying = cluster.caller();
            RegistryClient lending = RegistryClient.create(dying, server.url()).lendingFiles();
            lending.push(PushRequest.of(tar.toString()));
            assertThat(uploading.await(60, TimeUnit.SECONDS)).isTrue();
            // When
            cluster.leave(dying);
            // Then
            assertThat(deleted.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aFileOfSharedStorageIsPushedByAnyNode() throws IOException {
        // Given
        Path there = Files.copy(tar, shared.resolve("there.tar"));
        // When
        PushReply reply = await(
                client.onSharedStorage().push(PushRequest.of(there.toString()).as("lent/shared", "1")));
        // Then
        assertThat(reply.images()).hasSize(1);
    }

    @Test
    void whatIsNotSharedIsNotLookedForOnAnyNode() {
        // When
        RegistryException failure = failure(client.onSharedStorage().tarTags(tar.toString()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure.hint().orElseThrow()).contains("paths.shared");
    }

    @Test
    void aNodePullsToAFileOfTheCallers() throws IOException {
        // Given
        await(client.lendingFiles().push(PushRequest.of(tar.toString()).as("lent/pulled", "1")));
        Path pulled = folder.resolve("pulled.tar");
        // When
        PullReply reply = await(client.lendingFiles().pull(pulled.toString(), "lent/pulled:1"));
        // Then
        assertThat(Files.size(pulled)).isEqualTo(reply.size()).isGreaterThan(2 * LAYER);
        PushReply again = await(
                client.lendingFiles().push(PushRequest.of(pulled.toString()).as("lent/back", "1")));
        assertThat(again.images()).extracting(PushedImage::uploaded).containsExactly(3);
        RegistryException failure = failure(client.lendingFiles().pull(pulled.toString(), "lent/pulled:1"));
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
    }

    @Test
    void theNodeTakesWhatRefersToTheImageAlong() {
        // Given
        OciParts oci = new OciParts();
        byte[] image = oci.image(ImageTarFixture.image("lent/signed:1").layer(random(3), Compression.NONE));
        byte[] signature = new JsonObject(new String(image, StandardCharsets.UTF_8))
                .put("artifactType", "application/x")
                .put("subject", OciParts.descriptor(MediaType.OCI_MANIFEST, image))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        oci.blob(signature)
                .list(OciParts.descriptor(MediaType.OCI_MANIFEST, image), "lent/signed:1")
                .list(OciParts.descriptor(MediaType.OCI_MANIFEST, signature));
        Path signed = oci.addTo(new TarBuilder()).write(folder.resolve("signed.tar"));
        // When
        PushReply reply = await(
                client.lendingFiles().push(PushRequest.of(signed.toString()).withReferrers()));
        // Then
        assertThat(reply.warnings()).isEmpty();
        assertThat(reply.images()).extracting(PushedImage::referrers).containsExactly(1);
        assertThat(await(client.listReferrers("lent/signed", Digest.sha256(image))))
                .extracting(Descriptor::digest)
                .containsExactly(Digest.sha256(signature));
    }
}
