package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pull writes in the folders that messages may name, whatever leads out of them. */
class PullPathTest {
    @TempDir
    private Path folder;

    private Path roots;
    private Path outside;
    private Toolkit toolkit;

    @BeforeEach
    void start() throws IOException {
        roots = Files.createDirectory(folder.resolve("in"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(roots.resolve("link"), outside);
        Files.createSymbolicLink(roots.resolve("a.tar.part"), outside.resolve("precious"));
        toolkit = Toolkit.start(
                new JsonObject().put("paths", new JsonObject().put("roots", new JsonArray().add(roots.toString()))));
        Path tar = image("path/app:1").layer("a.txt", "a").write(roots.resolve("pushed.tar"), TarShape.DOCKER_LEGACY);
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    @ParameterizedTest
    @CsvSource({
        "../outside/b.tar, DENIED",
        "link/b.tar, DENIED",
        "none/b.tar, DENIED",
        "link/.., BAD_REQUEST",
        "., BAD_REQUEST",
        "a.tar, TAR_UNWRITABLE"
    })
    void whatLeadsOutIsRefused(String name, FailureKind kind) throws IOException {
        // Given
        Files.writeString(outside.resolve("precious"), "mine");
        // When
        RegistryException failure = failure(toolkit.client().pull(roots + "/" + name, "path/app:1"));
        // Then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(outside.toFile().list()).containsExactly("precious");
        assertThat(Files.readString(outside.resolve("precious"))).isEqualTo("mine");
    }

    @Test
    void whatLiesWithinIsWritten() {
        // Given
        Path tar = roots.resolve("b.tar");
        // When
        await(toolkit.client().pull(tar.toString(), "path/app:1"));
        // Then
        assertThat(tar).exists();
    }
}
