package io.github.vertxregistry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded registry in a process of its own with little memory. */
class EmbeddedMemoryTest {
    private static final String HEAP = "-Xmx32m";
    private static final int SIZE = 96 << 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void streamsMoreThanTheHeapHolds() throws Exception {
        // Given
        Digest digest = digest();
        try (Server registry = Server.embedded(folder, HEAP)) {
            String location = send(registry, "POST", "/v2/team/app/blobs/uploads/", BodyPublishers.noBody())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            // When
            HttpResponse<String> patched =
                    send(registry, "PATCH", location, BodyPublishers.ofInputStream(() -> new Noise(SIZE)));
            HttpResponse<String> closed =
                    send(registry, "PUT", location + "?digest=" + digest, BodyPublishers.noBody());
            // Then
            assertThat(patched.statusCode()).isEqualTo(202);
            assertThat(patched.headers().firstValue("Range")).contains("0-" + (SIZE - 1));
            assertThat(closed.statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<String> send(Server registry, String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url()).resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, body)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Digest digest() {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] bytes = new byte[1 << 20];
        try (InputStream all = new Noise(SIZE)) {
            for (int count = all.read(bytes); count >= 0; count = all.read(bytes)) {
                hash.update(bytes, 0, count);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Digest.of("sha256", hash);
    }

    /** So many bytes, the same each time. */
    private static final class Noise extends InputStream {
        private final byte[] block = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        private long left;

        Noise(long size) {
            left = size;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, Math.min(length, block.length));
            System.arraycopy(block, 0, bytes, offset, count);
            left -= count;
            return count;
        }
    }
}
