package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push in a process whose heap is a fraction of the layer. */
class PushMemoryTest {
    private static final String HEAP = "-Xmx28m";
    private static final long LAYER = 160L << 20;
    private static final int BLOCK = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void pushesMoreThanTheHeapHolds() throws Exception {
        // Given
        Path tar = tarOfZeros();
        try (Toolkit toolkit = Toolkit.start()) {
            // When
            String out = SmallHeap.run(HEAP, "push", tar.toString(), "--registry", toolkit.registry());
            // Then
            assertThat(out).contains("2 uploaded");
            assertThat(await(toolkit.client().imageInfo("large/app", "1")).layerSize())
                    .isEqualTo(LAYER);
        }
    }

    /** The layer is a hole in the file: it takes no space, and no time to write. */
    private Path tarOfZeros() throws IOException {
        Path tar = SmallHeap.documents("large/app:1", digestOfZeros(), 1)
                .raw(TarBuilder.header(SmallHeap.LAYER, '0', LAYER, ""))
                .withoutEnd()
                .write(folder.resolve("large.tar"));
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
            file.setLength(file.length() + LAYER + 2L * TarBuilder.BLOCK);
        }
        return tar;
    }

    private static Digest digestOfZeros() {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < LAYER; at += BLOCK) {
            hash.update(block);
        }
        return Digest.of("sha256", hash);
    }
}
