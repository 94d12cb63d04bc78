package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedLayersTest {
    @TempDir
    Path folder;

    private final byte[] content = ImageTarFixture.layerTar("a.txt", random(3 << 20));

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void aLayerIsReadOnceForBothDigests(Compression compression) {
        // Given
        ImageTarFixture image = ImageTarFixture.image("a:1").layer(content, compression);
        Path tar = image.write(folder.resolve("a.tar"), TarShape.DOCKER_LEGACY);
        List<Long> done = new ArrayList<>();
        Task task = new Task("id", (phase, digest, bytes, total) -> {
            if (phase.equals("hash")) {
                done.add(bytes);
            }
        });

        // When
        TarImage read = Reading.READER
                .images(tar, Reading.spool(tar), ImageChoice.only(), task)
                .images()
                .get(0);

        // Then
        assertThat(read.layers().get(0).digest())
                .isEqualTo(image.layers().get(0).digest());
        assertThat(done).isSorted().last().isEqualTo((long)
                image.layers().get(0).stored().length);
    }

    @Test
    void membersBehindOneAnotherAreOneLayer() {
        // Given
        byte[] first = ImageTarFixture.compressed(Arrays.copyOf(content, 1_000), Compression.GZIP);
        byte[] second =
                ImageTarFixture.compressed(Arrays.copyOfRange(content, 1_000, content.length), Compression.GZIP);
        ImageTarFixture image =
                ImageTarFixture.image("a:1").storedLayer(content, joined(first, second), Compression.GZIP);
        Path tar = image.write(folder.resolve("a.tar"), TarShape.DOCKER_LEGACY);

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.layers().get(0).digest())
                .isEqualTo(image.layers().get(0).digest());
    }

    @Test
    void aStoppedTaskStopsTheUnpacking() throws IOException {
        // Given
        Path tar = ImageTarFixture.image("a:1")
                .layer(content, Compression.GZIP)
                .write(folder.resolve("a.tar"), TarShape.DOCKER_LEGACY);
        AtomicReference<Task> running = new AtomicReference<>();
        running.set(new Task("id", (phase, digest, bytes, total) -> {
            if (phase.equals("hash")) {
                running.get().cancel();
            }
        }));

        // When
        Throwable failure =
                catchThrowable(() -> Reading.READER.images(tar, Reading.spool(tar), ImageChoice.only(), running.get()));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(Reading.openFiles(folder)).isZero();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String random(int length) {
        return new Random(5)
                .ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
