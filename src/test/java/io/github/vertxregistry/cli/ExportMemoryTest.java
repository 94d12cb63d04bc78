package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.Command;
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
    private static final String HEAP = "-Xmx32m";
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
        String out = Command.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "export",
                "docker-archive:" + tar,
                exported.toString());
        // Then
        assertThat(out).contains("entries   " + PATHS + ";");
        assertThat(exported.toFile()).hasSize((PATHS + 2L) * TarBuilder.BLOCK);
    }

    /** Twice the same layer of empty files. */
    private Path tarOfManyPaths() throws IOException {
        Path tar = new TarBuilder()
                .raw(TarBuilder.header("layer.tar", '0', (PATHS + 2L) * TarBuilder.BLOCK, ""))
                .withoutEnd()
                .write(folder.resolve("many.tar"));
        Digest layer = appendLayer(tar);
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + layer + "\",\"" + layer + "\"]}}";
        byte[] rest = new TarBuilder()
                .file("config.json", config)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"config.json\",\"RepoTags\":[\"many/app:1\"],"
                                + "\"Layers\":[\"layer.tar\",\"layer.tar\"]}]")
                .bytes();
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
