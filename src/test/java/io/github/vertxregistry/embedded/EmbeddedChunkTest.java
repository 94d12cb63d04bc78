package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedChunkTest {
    private static final byte[] CONTENT = new byte[100_000];
    private static final Digest DIGEST;

    static {
        new Random(1).nextBytes(CONTENT);
        DIGEST = Digest.sha256(CONTENT);
    }

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void takesChunksInOrderAndTheLastWithThePut() {
        // Given
        String location = registry.upload("team/app");
        HttpResponse<byte[]> first = chunk("PATCH", location, 0, 40_000);
        HttpResponse<byte[]> second = chunk("PATCH", header(first, "Location"), 40_000, 80_000);

        // When
        HttpResponse<byte[]> last = chunk("PUT", header(second, "Location") + "?digest=" + DIGEST, 80_000, 100_000);

        // Then
        assertThat(header(first, "Range")).isEqualTo("0-39999");
        assertThat(header(second, "Range")).isEqualTo("0-79999");
        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/team/app/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    }

    @Test
    void answersAChunkOutOfOrderWithTheRangeThatItHas() {
        // Given
        String location = registry.upload("team/app");
        chunk("PATCH", location, 0, 40_000);

        // When
        HttpResponse<byte[]> response = chunk("PATCH", location, 50_000, 80_000);

        // Then
        assertRefused(response, 416, "BLOB_UPLOAD_INVALID");
        assertThat(header(response, "Range")).isEqualTo("0-39999");
        assertThat(header(response, "Location")).isEqualTo(location);
        HttpResponse<byte[]> status = registry.get(location);
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(header(status, "Range")).isEqualTo("0-39999");
        assertThat(header(status, "Location")).isEqualTo(location);
        assertThat(header(status, "Docker-Upload-UUID")).isNotBlank();
        assertThat(chunk("PUT", location + "?digest=" + DIGEST, 0, 100_000).statusCode())
                .isEqualTo(416);
    }

    @Test
    void refusesAContentRangeThatIsNone() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> unit = registry.send("PATCH", location, part(0, 10), "Content-Range", "bytes 0-9/100");
        HttpResponse<byte[]> length = registry.send("PATCH", location, part(0, 10), "Content-Range", "0-99");

        // Then
        assertRefused(unit, 400, "BLOB_UPLOAD_INVALID");
        assertRefused(length, 400, "SIZE_INVALID");
    }

    @Test
    void takesBackAChunkThatIsNotAsLongAsItSaid() {
        // Given
        String location = registry.upload("team/app");
        chunk("PATCH", location, 0, 40_000);

        // When
        HttpResponse<byte[]> response = registry.send(
                "PATCH",
                location,
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(part(40_000, 60_000))),
                "Content-Range",
                "40000-99999");

        // Then
        assertRefused(response, 400, "SIZE_INVALID");
        assertThat(header(registry.get(location), "Range")).isEqualTo("0-39999");
        chunk("PATCH", location, 40_000, 100_000);
        assertThat(registry.send("PUT", location + "?digest=" + DIGEST, new byte[0])
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void cancels() {
        // Given
        String location = registry.upload("team/app");
        chunk("PATCH", location, 0, 40_000);

        // When
        HttpResponse<byte[]> response = registry.delete(location);

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertRefused(registry.get(location), 404, "BLOB_UPLOAD_UNKNOWN");
        assertRefused(chunk("PATCH", location, 40_000, 50_000), 404, "BLOB_UPLOAD_UNKNOWN");
        assertRefused(registry.delete(location), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    private HttpResponse<byte[]> chunk(String method, String location, int from, int to) {
        return registry.send(method, location, part(from, to), "Content-Range", from + "-" + (to - 1));
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }
}
