package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StayingCommandsTest {
    @Test
    void servesUntilToldToEnd(@TempDir Path folder) throws Exception {
        // Given
        Path storage = folder.resolve("storage");
        String tar = ImageTarFixture.image("kept/app:1")
                .layer("a", "b")
                .write(folder.resolve("a.tar"), TarShape.OCI)
                .toString();
        try (Running serve = new Running("serve", "--port", "0", "--storage", storage.toString(), "--no-delete")) {
            String line = serve.line();
            String url = line.replaceAll(".*(http:\\S+).*", "$1");
            // When
            Ran push = Ran.run("push", tar, "--registry", url);
            Ran delete = Ran.run("delete", "kept/app:1", "--registry", url);
            int code = serve.end();
            // Then
            assertThat(line)
                    .startsWith("embedded registry at http://127.0.0.1:")
                    .contains(storage.toString());
            assertThat(push.code()).isZero();
            assertThat(delete.code()).isOne();
            assertThat(delete.err()).startsWith("error: UNSUPPORTED: ");
            assertThat(code).isZero();
            assertThat(Files.exists(storage)).isTrue();
            assertThat(Ran.run("ping", url).code()).isOne();
        }
    }

    @Test
    void servesAsJson() throws Exception {
        // When
        try (Running serve = new Running("serve", "--port", "0", "--json")) {
            JsonObject document = new JsonObject(serve.line());
            // Then
            assertThat(Ran.run("ping", document.getString("url")).code()).isZero();
            assertThat(serve.end()).isZero();
        }
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0)) {
            // When
            Ran ran = Ran.run("serve", "--port", "" + taken.getLocalPort(), "--host", "0.0.0.0");
            // Then
            assertThat(ran.code()).isOne();
            assertThat(ran.err()).startsWith("error: CONFLICT: ").contains("--port 0");
        }
    }

    @Test
    void saysThatTheStorageCannotBeUsed(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        // When
        Ran ran = Ran.run("serve", "--port", "0", "--storage", file.toString());
        // Then
        assertThat(ran.code()).isOne();
        assertThat(ran.err()).startsWith("error: BAD_REQUEST: --storage ").contains(file.toString());
    }

    @Test
    void deploysANodeUntilToldToEnd() throws Exception {
        // When
        try (Running node = new Running("node", "--conf", "conf/registry.json")) {
            String line = node.line();
            // Then
            assertThat(line).startsWith("node ").contains("answers under 'registry'");
            assertThat(node.end()).isZero();
        }
    }

    @Test
    void cancelsAPushThatIsToldToEnd(@TempDir Path folder) throws Exception {
        // Given: a registry that takes a connection and never answers
        String tar = ImageTarFixture.image("slow/app:1")
                .layer("a", "b")
                .write(folder.resolve("a.tar"), TarShape.OCI)
                .toString();
        try (ServerSocket silent = new ServerSocket(0);
                Running push = new Running("push", tar, "127.0.0.1:" + silent.getLocalPort() + "/slow/app:1");
                var connection = silent.accept()) {
            // When
            int code = push.end();
            // Then
            assertThat(connection.isConnected()).isTrue();
            assertThat(code).isOne();
            assertThat(push.err()).startsWith("error: CANCELLED: ");
        }
    }
}
