package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedMountTest {
    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);
    private static final Digest DIGEST = Digest.sha256(CONTENT);

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void mountsFromARepositoryThatHasTheBlob() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.post("/v2/b/blobs/uploads/?mount=" + DIGEST + "&from=team/app");

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "Location")).isEqualTo("/v2/b/blobs/" + DIGEST);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(DIGEST.toString());
        assertThat(registry.get("/v2/b/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    }

    @Test
    void mountsFromAnywhereWhenNoSourceIsNamed() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.post("/v2/b/blobs/uploads/?mount=" + DIGEST);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(registry.head("/v2/b/blobs/" + DIGEST).statusCode()).isEqualTo(200);
    }

    @Test
    void opensASessionWhereItCannotMount() {
        // Given
        registry.blob("team/app", CONTENT);

        // When
        HttpResponse<byte[]> response = registry.post("/v2/b/blobs/uploads/?mount=" + DIGEST + "&from=empty");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(registry.head("/v2/b/blobs/" + DIGEST).statusCode()).isEqualTo(404);
        assertThat(registry.send("PUT", header(response, "Location") + "?digest=" + DIGEST, CONTENT)
                        .statusCode())
                .isEqualTo(201);
    }
}
