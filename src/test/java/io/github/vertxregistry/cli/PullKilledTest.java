package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pull of the command line that is killed in its middle, and run again. */
@Timeout(90)
class PullKilledTest {
    private static final int LENGTH = 14 << 20;
    private static final int SENT = 10 << 20;

    @TempDir
    private Path folder;

    @Test
    void goesOnFromWhatTheKilledOneHasWritten() throws Exception {
        // Given
        byte[] layer = new byte[LENGTH];
        new Random(3).nextBytes(layer);
        AtomicBoolean whole = new AtomicBoolean();
        try (Toolkit toolkit = Toolkit.start();
                ScriptedServer server = ScriptedServer.of(exchange -> {
                    if (whole.get() || !exchange.uri().endsWith("/blobs/" + Digest.sha256(layer))) {
                        exchange.forward(toolkit.registry());
                        return;
                    }
                    exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n");
                    exchange.out().write(layer, 0, SENT);
                    exchange.out().flush();
                    exchange.hang();
                })) {
            Path pushed = image("killed/app:1")
                    .layer(layer, Compression.NONE)
                    .write(folder.resolve("pushed.tar"), TarShape.DOCKER_LEGACY);
            await(toolkit.client().pushTarWithOriginalTag(pushed.toString()));
            Path out = Files.createDirectory(folder.resolve("out"));
            String tar = out.resolve("image.tar").toString();
            String name = server.url().substring("http://".length()) + "/killed/app:1";
            Process killed = pull(name, tar);
            try {
                awaitNote(out);
                // When
                killed.destroyForcibly().waitFor();
            } finally {
                killed.destroyForcibly();
            }
            // Then
            assertThat(Path.of(tar)).doesNotExist();
            whole.set(true);
            PullReply reply = await(toolkit.client().withRegistry(server.url()).pull(tar, "killed/app:1"));
            assertThat(reply.resumed()).isGreaterThanOrEqualTo(8 << 20);
            assertThat(await(toolkit.client()
                                    .startValidateTar(new TarValidateRequest(tar, true))
                                    .result())
                            .problems())
                    .isEmpty();
            assertThat(out.toFile().list()).containsExactly("image.tar");
        }
    }

    private static Process pull(String name, String tar) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "pull",
                        name,
                        tar)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until the journal tells of a part of the layer. */
    private static void awaitNote(Path out) throws Exception {
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            out.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            Path journal = out.resolve("image.tar.journal");
            while (!Files.exists(journal) || !Files.readString(journal).contains("+ ")) {
                WatchKey key = changes.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("the journal changes").isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }
}
