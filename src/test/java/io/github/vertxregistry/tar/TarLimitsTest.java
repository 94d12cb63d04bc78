package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of the configuration, each named by the hint of the failure that it leads to. */
class TarLimitsTest {
    @TempDir
    Path folder;

    private final ImageTarFixture image = ImageTarFixture.image("team/app:1")
            .layer("a.txt", "a".repeat(3_000), Compression.GZIP)
            .layer("b.txt", "b".repeat(3_000), Compression.GZIP);

    @Test
    void moreEntriesThanAllowedAreNotRead() {
        // Given
        Path tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(2, null, null, null));

        // Then
        assertExceeded(failure, "more than 2 entries", "tar.maxEntries");
    }

    @Test
    void aLongerDocumentThanAllowedIsNotRead() {
        // Given
        Path tar = TarShape.DOCKER_LEGACY
                .of(image)
                .replace("manifest.json", " ".repeat(2_000))
                .write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(null, 1_024, null, null));

        // Then
        assertExceeded(failure, "'manifest.json' is 2000 bytes long", "tar.maxJsonBytes");
    }

    @Test
    void aTarThatUnpacksToMoreThanAllowedLeavesNoSpool() {
        // Given
        Path plain = image.write(folder.resolve("plain.tar"), TarShape.DOCKER_LEGACY);
        Path tar = ImageTarFixture.compressed(plain, Compression.GZIP, folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(null, null, 1_000L, null));

        // Then
        assertExceeded(failure, "more than 1000 bytes", "tar.maxUnpackedBytes");
        assertThat(Reading.spool(tar)).doesNotExist();
    }

    @Test
    void allLayersTogetherUnpackToNoMoreThanAllowed() {
        // Given
        long one = image.layers().get(0).tar().length;
        Path tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(null, null, one + 1_000, null));

        // Then
        assertExceeded(failure, "layer", "tar.maxUnpackedBytes");
    }

    @Test
    void moreNamesThanAnyoneGivesAreNotLookedThrough() {
        // Given
        JsonObject tags = new JsonObject();
        for (int i = 0; i <= 10_000; i++) {
            tags.put("t" + i, "0".repeat(64));
        }
        Path tar = TarShape.DOCKER_LEGACY
                .of(ImageTarFixture.image().layer("a.txt", "a"))
                .without("repositories")
                .file("repositories", new JsonObject().put("team/app", tags).encode())
                .write(folder.resolve("image.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).tags()).isEmpty();
        assertThat(read.warnings()).singleElement().satisfies(warning -> assertThat(warning)
                .contains("repositories names more than 10000 tags"));
        assertThat(Reading.validation(tar, false).problems())
                .extracting(TarProblem::kind)
                .containsExactly(FailureKind.LIMIT_EXCEEDED);
    }

    private static void assertExceeded(RegistryException failure, String message, String key) {
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains(key));
    }
}
