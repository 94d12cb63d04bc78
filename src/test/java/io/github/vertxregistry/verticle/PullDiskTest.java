package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.testkit.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is full before a pull or becomes so: a small one in memory, where one may be mounted. */
class PullDiskTest extends PullFixture {
    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "size=4m", "none", disk.toString());
        } catch (IOException | InterruptedException e) {
            disk = null;
        }
        assumeTrue(disk != null, "only root may mount a disk");
        tar = disk.resolve("image.tar");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            Command.run("umount", disk.toString());
        }
    }

    private Path fill(int bytes) throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int i = 0; i < bytes; i += 4_096) {
                out.write(new byte[4_096]);
            }
        }
        return filler;
    }

    /** Waits until so much of what was sent has been written. */
    private void untilUsed(long bytes) throws IOException {
        FileStore store = Files.getFileStore(disk);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (store.getTotalSpace() - store.getUsableSpace() < bytes && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatHasNoRoomIsNotBegun() throws IOException {
        // Given
        fill(2 << 20);
        AtomicBoolean asked = new AtomicBoolean();
        onLayer = exchange -> {
            asked.set(true);
            well(exchange);
        };
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNWRITABLE);
        assertThat(failure).hasMessageContaining("there is room for");
        assertThat(asked).isFalse();
        assertThat(tar).doesNotExist();
    }

    @Test
    void whatRanOutOfRoomGoesOnWhenThereIsSome() throws IOException {
        // Given
        onLayer = exchange -> {
            serve(exchange, layer, 1 << 20);
            untilUsed(512 << 10);
            try {
                fill(8 << 20);
            } catch (IOException full) {
                // That is what it is for.
            }
            exchange.out().write(layer, 1 << 20, layer.length - (1 << 20));
            exchange.out().flush();
        };
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNWRITABLE);
        assertThat(failure).hasMessageContaining("No space left on device");
        assertThat(tar).doesNotExist();
        Files.delete(disk.resolve("filler"));
        onLayer = this::well;
        PullReply reply = await(client.pull(request()));
        assertThat(reply.resumed()).isPositive();
        assertWhole();
    }
}
