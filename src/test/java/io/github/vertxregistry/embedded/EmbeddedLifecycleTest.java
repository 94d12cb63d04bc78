package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.await;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.LoaderWithout;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLifecycleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void keepsImagesAndUploadsOverARestart() {
        // Given
        String location;
        Digest digest;
        try (EmbeddedFixture first = EmbeddedFixture.over(folder)) {
            digest = first.image("team/app", "1");
            location = first.upload("team/app");
            first.send("PATCH", location, Arrays.copyOf(CONTENT, 5));
        }

        // When
        try (EmbeddedFixture second = EmbeddedFixture.over(folder)) {
            HttpResponse<byte[]> manifest = second.get("/v2/team/app/manifests/1");
            HttpResponse<byte[]> status = second.get(location);
            HttpResponse<byte[]> put = second.send(
                    "PUT",
                    location + "?digest=" + Digest.sha256(CONTENT),
                    Arrays.copyOfRange(CONTENT, 5, CONTENT.length),
                    "Content-Range",
                    "5-" + (CONTENT.length - 1));

            // Then
            assertThat(header(manifest, "Docker-Content-Digest")).isEqualTo(digest.toString());
            assertThat(header(status, "Range")).isEqualTo("0-4");
            assertThat(put.statusCode()).isEqualTo(201);
        }
    }

    @Test
    void leavesNothingOfAnUploadBehind() throws IOException {
        // Given
        try (EmbeddedFixture registry = EmbeddedFixture.over(folder)) {
            // When
            registry.blob("team/app", CONTENT);
            registry.send("POST", "/v2/a/blobs/uploads/?digest=" + Digest.sha256(new byte[0]), CONTENT);
            registry.delete(registry.upload("team/app"));
            registry.send("PUT", registry.upload("a") + "?digest=" + Digest.sha256(CONTENT), CONTENT);

            // Then
            try (Stream<Path> uploads = Files.list(folder.resolve("uploads"));
                    Stream<Path> temporary = Files.list(folder.resolve("tmp"))) {
                assertThat(uploads).isEmpty();
                assertThat(temporary).isEmpty();
            }
        }
    }

    @Test
    void takesItsTemporaryFolderWithIt() throws IOException {
        // Given
        EmbeddedFixture registry = EmbeddedFixture.temporary();
        registry.image("team/app", "1");
        RawConnection writer = registry.connect();
        writer.head("PATCH " + registry.upload("team/app") + " HTTP/1.1", "Content-Length: 100")
                .send(new byte[50]);
        Path temporary = registry.registry().folder();
        assertThat(temporary).isDirectory();

        // When
        registry.close();

        // Then
        assertThat(temporary).doesNotExist();
        assertThat(writer.closedByServer()).isTrue();
        writer.close();
    }

    @Test
    void answersAFaultOfItsOwnWithUnknown() throws IOException {
        // Given
        try (EmbeddedFixture registry = EmbeddedFixture.over(folder)) {
            Files.delete(folder.resolve("tmp"));
            Files.delete(folder.resolve("uploads"));
            Files.writeString(folder.resolve("uploads"), "not a folder");

            // When
            HttpResponse<byte[]> response = registry.post("/v2/team/app/blobs/uploads/");

            // Then
            EmbeddedFixture.assertRefused(response, 500, "UNKNOWN");
            assertThat(registry.get("/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void leavesNoFileOpenAfterCuts() throws IOException {
        // Given
        try (EmbeddedFixture registry = EmbeddedFixture.over(folder)) {
            List<String> locations = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String location = registry.upload("team/app");
                locations.add(location);
                try (RawConnection connection = registry.connect()) {
                    connection
                            .head("PATCH " + location + " HTTP/1.1", "Content-Length: 100000")
                            .send(new byte[50_000]);
                }
            }
            // When: an answer means that a turn is over, and the cut request's may come only after ours.
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            do {
                for (String location : locations) {
                    registry.send("PATCH", location, new byte[0]);
                }
            } while (openFiles().findAny().isPresent() && System.nanoTime() < deadline);

            // Then
            assertThat(openFiles()).isEmpty();
        }
    }

    @Test
    void failsToDeployWhereThePortIsTaken() {
        // Given
        Vertx vertx = Vertx.vertx();
        EmbeddedRegistry first = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(vertx.deployVerticle(first));

        // When
        EmbeddedRegistry second = new EmbeddedRegistry(new EmbeddedConfig(null, first.port(), null, null, null, null));
        Future<String> deployed = vertx.deployVerticle(second);

        // Then
        assertThatThrownBy(() -> await(deployed)).hasMessageContaining("BindException");
        assertThatThrownBy(second::port).isInstanceOf(IllegalStateException.class);
        assertThat(second.folder()).doesNotExist();
        await(vertx.close());
    }

    @Test
    void namesTheArtifactThatIsMissing() throws ReflectiveOperationException {
        // Given
        ClassLoader blind = new LoaderWithout("io.vertx.ext.web.R", EmbeddedRegistry.class.getPackageName());
        Deployable registry = Class.forName(EmbeddedRegistry.class.getName(), true, blind)
                .asSubclass(Deployable.class)
                .getConstructor(EmbeddedConfig.class)
                .newInstance(EmbeddedConfig.defaults());
        Vertx vertx = Vertx.vertx();

        // When
        Throwable failure =
                await(vertx.deployVerticle(registry).transform(done -> Future.succeededFuture(done.cause())));

        // Then
        assertThat(failure).isInstanceOf(RegistryException.class);
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(((RegistryException) failure).hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("io.vertx:vertx-web"));
        await(vertx.close());
    }

    private Stream<Path> openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(EmbeddedLifecycleTest::target)
                    .filter(target -> target.startsWith(folder))
                    .toList()
                    .stream();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return Path.of("/");
        }
    }
}
