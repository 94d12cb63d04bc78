package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.model.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBlobTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest DIGEST = Digest.sha256(CONTENT);
    private static final String PATH = "/v2/team/app/blobs/" + DIGEST;

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void answersWithTheWholeBlob() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.get(PATH);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(DIGEST.toString());
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void answersToHeadWithTheLength() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.head(PATH);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("10");
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(DIGEST.toString());
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0,0,0", "bytes=2-5,2,5", "bytes=7-,7,9", "bytes=-3,7,9", "bytes=4-999,4,9", "bytes=-99,0,9"})
    void answersWithARange(String range, int from, int to) {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.get(PATH, "Range", range);

        // Then
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes " + from + "-" + to + "/10");
        assertThat(new String(response.body(), StandardCharsets.US_ASCII))
                .isEqualTo("0123456789".substring(from, to + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void refusesARangeBehindTheEnd(String range) {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.get(PATH, "Range", range);

        // Then
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "bytes=5-2", "bytes=-", "lines=1-2", "bytes=a-b"})
    void passesOverARangeThatItDoesNotUnderstand(String range) {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.get(PATH, "Range", range);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
    }

    @Test
    void answersWithTheWholeWhereIfRangeNamesOtherContent() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> other = registry.get(PATH, "Range", "bytes=2-5", "If-Range", "\"x\"");
        HttpResponse<byte[]> same = registry.get(PATH, "Range", "bytes=2-5", "If-Range", '"' + DIGEST.toString() + '"');

        // Then
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(same.statusCode()).isEqualTo(206);
    }

    @Test
    void sendsNothingThatTheAskerHas() {
        // Given
        registry.blob("team/app", CONTENT);
        String etag = header(registry.head(PATH), "ETag");

        // When
        HttpResponse<byte[]> held = registry.get(PATH, "If-None-Match", "\"other\", " + etag);
        HttpResponse<byte[]> other = registry.get(PATH, "If-None-Match", "\"other\"");

        // Then
        assertThat(held.statusCode()).isEqualTo(304);
        assertThat(held.body()).isEmpty();
        assertThat(header(held, "ETag")).isEqualTo(etag);
        assertThat(other.body()).isEqualTo(CONTENT);
    }

    @Test
    void hidesABlobFromRepositoriesThatHaveItNot() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.get("/v2/other/blobs/" + DIGEST);

        // Then
        assertRefused(response, 404, "BLOB_UNKNOWN");
    }

    @Test
    void deletesFromOneRepositoryOnly() {
        // Given
        registry.blob("team/app", CONTENT);
        registry.blob("other", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.delete(PATH);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(registry.head(PATH).statusCode()).isEqualTo(404);
        assertRefused(registry.delete(PATH), 404, "BLOB_UNKNOWN");
        assertThat(registry.get("/v2/other/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    }

    @Test
    void refusesDigestsThatAreNone() {
        // When
        HttpResponse<byte[]> response = registry.get("/v2/team/app/blobs/sha256:baddigest");

        // Then
        assertRefused(response, 400, "DIGEST_INVALID");
    }

    @Test
    void deletesNothingWhenDeletionIsOff() {
        // Given
        try (EmbeddedFixture strict = EmbeddedFixture.with(new EmbeddedConfig(null, null, null, false, null, null))) {
            strict.blob("team/app", CONTENT);
            Digest manifest = strict.image("team/app", "1");

            // When
            HttpResponse<byte[]> blob = strict.delete(PATH);
            HttpResponse<byte[]> image = strict.delete("/v2/team/app/manifests/" + manifest);

            // Then
            assertRefused(blob, 405, "UNSUPPORTED");
            assertRefused(image, 405, "UNSUPPORTED");
            assertThat(strict.head(PATH).statusCode()).isEqualTo(200);
            assertThat(strict.delete(strict.upload("team/app")).statusCode()).isEqualTo(204);
        }
    }
}
