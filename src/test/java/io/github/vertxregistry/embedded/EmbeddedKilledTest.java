package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.cli.Main;
import io.github.vertxregistry.model.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EmbeddedKilledTest {
    private static final byte[] CONTENT = new byte[2_000_000];
    private static final Digest DIGEST = Digest.sha256(CONTENT);

    @TempDir
    Path folder;

    @Test
    void leavesNoHalfBlobWhenItIsKilled() throws Exception {
        // Given
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port",
                        "0",
                        "--storage",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String location;
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
            int port = URI.create(out.readLine().replaceAll(".*(http:\\S+).*", "$1"))
                    .getPort();
            location = halfAnUpload(port);

            // When
            killed.destroyForcibly().waitFor();
        } finally {
            killed.destroyForcibly();
        }

        // Then
        try (EmbeddedFixture after = EmbeddedFixture.over(folder)) {
            assertThat(after.head("/v2/team/app/blobs/" + DIGEST).statusCode()).isEqualTo(404);
            assertThat(new Store(folder, true).content(DIGEST)).doesNotExist();
            String range = header(after.get(location), "Range");
            int next = Integer.parseInt(range.substring(2)) + 1;
            HttpResponse<byte[]> rest = after.send(
                    "PUT", location + "?digest=" + DIGEST, Arrays.copyOfRange(CONTENT, next, CONTENT.length));
            assertThat(rest.statusCode()).isEqualTo(201);
        }
    }

    private String halfAnUpload(int port) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            String location = connection
                    .head("POST /v2/team/app/blobs/uploads/ HTTP/1.1", "Content-Length: 0")
                    .answer()
                    .headers()
                    .get("location");
            connection
                    .head("PUT " + location + "?digest=" + DIGEST + " HTTP/1.1", "Content-Length: " + CONTENT.length)
                    .send(Arrays.copyOf(CONTENT, 1_000_000));
            Path data = folder.resolve("uploads")
                    .resolve(location.substring(location.lastIndexOf('/') + 1))
                    .resolve("data");
            while (Files.size(data) < 1_000_000) {
                Thread.onSpinWait();
            }
            return location;
        }
    }
}
