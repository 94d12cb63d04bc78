package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a push remembers of the layers that it compressed. */
class PushDigestCacheTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    private Toolkit toolkit;

    @BeforeEach
    void start() {
        toolkit = Toolkit.start(remembering());
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private JsonObject remembering() {
        JsonObject compression = new JsonObject().put("cacheFolder", cache.toString());
        return new JsonObject().put("transfer", new JsonObject().put("compression", compression));
    }

    private Path tar(String name, String top) {
        return image(name)
                .layer("base.txt", "the same")
                .layer("top.txt", top)
                .write(folder.resolve(top + ".tar"), TarShape.DOCKER_LEGACY);
    }

    private static PushRequest gzip(Path tar) {
        return PushRequest.of(tar.toString()).withCompression(LayerCompression.GZIP);
    }

    private static PushedImage push(Toolkit by, String registry, Path tar) {
        return await(by.client().withRegistry(registry).push(gzip(tar)))
                .images()
                .get(0);
    }

    @Test
    void asksOnlyWithHeadsTheSecondTime() {
        // Given
        Path tar = tar("again/app:1", "top");
        PushedImage first = push(toolkit, toolkit.registry(), tar);
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                Toolkit later = Toolkit.against(server.url(), remembering())) {
            // When
            PushedImage second = push(later, server.url(), tar);
            // Then
            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(second.skipped()).isEqualTo(3);
            assertThat(second.bytes()).isZero();
            assertThat(server.requests()).hasSize(4).allMatch(line -> line.startsWith("HEAD "));
        }
    }

    @Test
    void compressesOnlyWhatASiblingHasOfItsOwn() {
        // Given
        push(toolkit, toolkit.registry(), tar("sibling/app:1", "one"));
        // When
        PushedImage sibling = push(toolkit, toolkit.registry(), tar("sibling/app:2", "other"));
        // Then
        assertThat(sibling.skipped()).isOne();
        assertThat(sibling.uploaded()).isEqualTo(2);
    }

    @Test
    void compressesAgainWhereTheRegistryHasNotGotTheLayer() {
        // Given
        Path tar = tar("elsewhere/app:1", "top");
        PushedImage first = push(toolkit, toolkit.registry(), tar);
        try (Toolkit other = Toolkit.start(remembering())) {
            // When
            PushedImage second = push(other, other.registry(), tar);
            // Then
            assertThat(second.uploaded()).isEqualTo(3);
            assertThat(second.digest()).isEqualTo(first.digest());
        }
    }

    @Test
    void takesADamagedEntryForNone() throws IOException {
        // Given
        Path tar = tar("damaged/app:1", "top");
        PushedImage first = push(toolkit, toolkit.registry(), tar);
        for (Path entry : entries()) {
            Files.writeString(entry, "damaged");
        }
        // When
        PushedImage second = push(toolkit, toolkit.registry(), tar);
        // Then
        assertThat(second.uploaded()).isEqualTo(2);
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(entries()).hasSize(2).allMatch(entry -> entry.toFile().length() > 100);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
