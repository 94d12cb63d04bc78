package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EmbeddedLimits;
import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLimitTest {
    @TempDir
    Path folder;

    @Test
    void takesNoBlobAboveTheLimit() {
        // Given
        try (EmbeddedFixture registry = limited(new EmbeddedLimits(null, 1_024L, null, null))) {
            String declared = registry.upload("team/app");
            String streamed = registry.upload("team/app");
            registry.send("PATCH", declared, new byte[1_000]);

            // When
            HttpResponse<byte[]> more = registry.send("PATCH", declared, new byte[25]);
            HttpResponse<byte[]> stream = registry.send(
                    "PATCH", streamed, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[5_000])));
            HttpResponse<byte[]> whole = registry.send(
                    "POST", "/v2/a/blobs/uploads/?digest=" + Digest.sha256(new byte[1_025]), new byte[1_025]);

            // Then
            assertRefused(more, 413, "SIZE_INVALID");
            assertRefused(stream, 413, "SIZE_INVALID");
            assertRefused(whole, 413, "SIZE_INVALID");
            assertThat(header(registry.get(declared), "Range")).isEqualTo("0-999");
            registry.blob("team/app", new byte[1_024]);
        }
    }

    @Test
    void opensNoMoreUploadsThanTheLimitAllows() {
        // Given
        try (EmbeddedFixture registry = limited(new EmbeddedLimits(null, null, 2, null))) {
            String first = registry.upload("team/app");
            registry.upload("b");

            // When
            HttpResponse<byte[]> third = registry.post("/v2/team/app/blobs/uploads/");

            // Then
            assertRefused(third, 429, "TOOMANYREQUESTS");
            registry.delete(first);
            registry.upload("team/app");
        }
    }

    @Test
    void countsUploadsOfBeforeTheRestart() {
        // Given
        EmbeddedConfig config = stored(new EmbeddedLimits(null, null, 1, null));
        try (EmbeddedFixture first = EmbeddedFixture.with(config)) {
            first.upload("team/app");
        }
        try (EmbeddedFixture second = EmbeddedFixture.with(config)) {
            // When
            HttpResponse<byte[]> response = second.post("/v2/team/app/blobs/uploads/");

            // Then
            assertRefused(response, 429, "TOOMANYREQUESTS");
        }
    }

    @Test
    void forgetsAfterARestartAnUploadThatIsTooOld() throws IOException {
        // Given
        EmbeddedConfig config = stored(new EmbeddedLimits(null, null, null, 3_600_000L));
        String old;
        String young;
        try (EmbeddedFixture first = EmbeddedFixture.with(config)) {
            old = first.upload("team/app");
            young = first.upload("team/app");
        }
        Path data = folder.resolve("uploads")
                .resolve(old.substring(old.lastIndexOf('/') + 1))
                .resolve("data");
        Files.setLastModifiedTime(data, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Files.createDirectories(folder.resolve("uploads").resolve("half-made"));

        // When
        try (EmbeddedFixture second = EmbeddedFixture.with(config)) {
            // Then
            assertRefused(second.get(old), 404, "BLOB_UPLOAD_UNKNOWN");
            assertThat(second.get(young).statusCode()).isEqualTo(204);
            assertThat(openUploads()).hasSize(1);
        }
    }

    @Test
    void forgetsAnUploadThatNobodyGoesOnWith() throws IOException {
        // Given
        try (EmbeddedFixture registry = limited(new EmbeddedLimits(null, null, null, 20L))) {
            String location = registry.upload("team/app");
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();

            // When
            while (!openUploads().isEmpty() && System.nanoTime() < deadline) {
                registry.get("/v2/");
            }

            // Then
            assertRefused(registry.get(location), 404, "BLOB_UPLOAD_UNKNOWN");
        }
    }

    private List<Path> openUploads() throws IOException {
        try (Stream<Path> uploads = Files.list(folder.resolve("uploads"))) {
            return uploads.toList();
        }
    }

    private EmbeddedFixture limited(EmbeddedLimits limits) {
        return EmbeddedFixture.with(stored(limits));
    }

    private EmbeddedConfig stored(EmbeddedLimits limits) {
        return EmbeddedConfig.defaults().withStorage(folder.toString()).withLimits(limits);
    }
}
