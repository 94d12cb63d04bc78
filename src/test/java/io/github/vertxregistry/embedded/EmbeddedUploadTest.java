package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedUploadTest {
    private static final byte[] CONTENT = new byte[100_000];
    private static final Digest DIGEST;
    private static final Digest OTHER = Digest.sha256(new byte[] {1});

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
    void takesABlobInOneRequest() {
        // When
        HttpResponse<byte[]> response = registry.send("POST", "/v2/team/app/blobs/uploads/?digest=" + DIGEST, CONTENT);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(DIGEST.toString());
        assertThat(header(response, "Location")).isEqualTo("/v2/team/app/blobs/" + DIGEST);
        assertThat(registry.get(header(response, "Location")).body()).isEqualTo(CONTENT);
    }

    @Test
    void takesABlobByPostAndPut() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> response = registry.send("PUT", location + "?digest=" + DIGEST, CONTENT);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/team/app/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
        assertRefused(registry.get(location), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void takesAStreamOfUnknownLength() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> patched = registry.send(
                "PATCH", location, BodyPublishers.ofByteArrays(Arrays.asList(part(0, 60_000), part(60_000, 100_000))));

        // Then
        assertThat(patched.statusCode()).isEqualTo(202);
        assertThat(header(patched, "Range")).isEqualTo("0-99999");
        HttpResponse<byte[]> closed =
                registry.send("PUT", header(patched, "Location") + "?digest=" + DIGEST, new byte[0]);
        assertThat(closed.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/team/app/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    }

    @Test
    void keepsNothingThatHashesToAnotherDigest() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> put = registry.send("PUT", location + "?digest=" + OTHER, CONTENT);
        HttpResponse<byte[]> post = registry.send("POST", "/v2/team/app/blobs/uploads/?digest=" + OTHER, CONTENT);

        // Then
        assertRefused(put, 400, "DIGEST_INVALID");
        assertRefused(post, 400, "DIGEST_INVALID");
        assertThat(registry.head("/v2/team/app/blobs/" + OTHER).statusCode()).isEqualTo(404);
        assertThat(registry.head("/v2/team/app/blobs/" + DIGEST).statusCode()).isEqualTo(404);
        assertThat(registry.get(location).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesDigestsThatAreNone() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> missing = registry.send("PUT", location, CONTENT);
        HttpResponse<byte[]> wrong = registry.send("PUT", location + "?digest=sha256:abc", CONTENT);
        HttpResponse<byte[]> post = registry.post("/v2/team/app/blobs/uploads/?digest=md5:abc");
        HttpResponse<byte[]> mount = registry.post("/v2/team/app/blobs/uploads/?mount=../../x&from=a");

        // Then
        assertRefused(missing, 400, "DIGEST_INVALID");
        assertRefused(wrong, 400, "DIGEST_INVALID");
        assertRefused(post, 400, "DIGEST_INVALID");
        assertRefused(mount, 400, "DIGEST_INVALID");
        assertThat(registry.get(location).statusCode()).isEqualTo(204);
    }

    @Test
    void takesSha512() throws Exception {
        // Given
        String hex =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(CONTENT));
        String location = registry.upload("team/app");
        registry.send("PATCH", location, CONTENT);

        // When
        HttpResponse<byte[]> rehashed = registry.send("PUT", location + "?digest=sha512:" + hex, new byte[0]);
        HttpResponse<byte[]> running = registry.send("POST", "/v2/b/blobs/uploads/?digest=sha512:" + hex, CONTENT);

        // Then
        assertThat(rehashed.statusCode()).isEqualTo(201);
        assertThat(running.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/team/app/blobs/sha512:" + hex).body()).isEqualTo(CONTENT);
    }

    @Test
    void takesAnEmptyBlob() {
        // Given
        Digest empty = Digest.sha256(new byte[0]);

        // When
        HttpResponse<byte[]> response = registry.post("/v2/team/app/blobs/uploads/?digest=" + empty);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        HttpResponse<byte[]> got = registry.get("/v2/team/app/blobs/" + empty);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(header(got, "Content-Length")).isEqualTo("0");
    }

    @Test
    void knowsNoSessionOfAnotherRepositoryOrOfNone() {
        // Given
        String location = registry.upload("team/app");

        // When
        HttpResponse<byte[]> foreign = registry.get(location.replace("team/app", "b"));
        HttpResponse<byte[]> unknown = registry.get("/v2/team/app/blobs/uploads/" + UUID.randomUUID());
        HttpResponse<byte[]> nonsense = registry.send("PATCH", "/v2/team/app/blobs/uploads/nonsense", CONTENT);

        // Then
        assertRefused(foreign, 404, "BLOB_UPLOAD_UNKNOWN");
        assertRefused(unknown, 404, "BLOB_UPLOAD_UNKNOWN");
        assertRefused(nonsense, 404, "BLOB_UPLOAD_UNKNOWN");
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }
}
