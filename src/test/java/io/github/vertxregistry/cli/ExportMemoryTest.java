package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.TarBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export in a process whose heap has little room for each path. */
class ExportMemoryTest {
    /** JDK 17 needs 27 MiB, JDK 25 needs 29, and four times as much for each path was more than 56. */
    private static final String HEAP = "-Xmx40m";

    private static final int PATHS = 150_000;
    private static final int IN_FOLDER = 100;

    @TempDir
    private Path folder;

    @Test
    void exportsAnImageOfManyPathsWhoseUpperLayerHidesTheLower() throws Exception {
        // Given
        Path tar = tarOfManyPaths();
        Path exported = folder.resolve("exported.tar");
        // When
        String out = SmallHeap.run(HEAP, "export", "docker-archive:" + tar, exported.toString());
        // Then
        assertThat(out).contains("entries   " + PATHS + ";");
        assertThat(exported.toFile()).hasSize((PATHS + 2L) * TarBuilder.BLOCK);
    }

    /** Twice the same layer of empty files. */
    private Path tarOfManyPaths() throws IOException {
        Path tar = new TarBuilder()
                .raw(TarBuilder.header(SmallHeap.LAYER, '0', (PATHS + 2L) * TarBuilder.BLOCK, ""))
                .withoutEnd()
                .write(folder.resolve("many.tar"));
        Digest layer = appendLayer(tar);
        byte[] rest = SmallHeap.documents("many/app:1", layer, 2).bytes();
        Files.write(tar, rest, StandardOpenOption.APPEND);
        return tar;
    }

    private static Digest appendLayer(Path tar) throws IOException {
        MessageDigest hash = Digest.newHash("sha256");
        try (OutputStream file = Files.newOutputStream(tar, StandardOpenOption.APPEND);
                OutputStream out = new BufferedOutputStream(new DigestOutputStream(file, hash))) {
            for (int number = 0; number < PATHS; number++) {
                out.write(TarBuilder.header(name(number), '0', 0, ""));
            }
            out.write(new byte[2 * TarBuilder.BLOCK]);
        }
        return Digest.of("sha256", hash);
    }

    private static String name(int number) {
        return String.format(
                Locale.ROOT, "srv/modules/package-%05d/dist/component-%06d.js", number / IN_FOLDER, number);
    }
}
