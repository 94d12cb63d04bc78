package io.github.vertxregistry.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.TarBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sparse files as GNU tar 1.34 stored them, in each of the ways that it has: they are files like any other. */
class SparseFileTest {
    private static final int STEP = 65_536;
    private static final byte[] SPARSE = sparse();

    /** Six parts that lie apart, and zeros behind the last. */
    private static byte[] sparse() {
        byte[] file = new byte[6 * STEP + 100];
        for (int part = 0; part < 6; part++) {
            byte[] line = ("part " + part + "\n").getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < 512; at++) {
                System.arraycopy(line, 0, file, part * STEP + at * line.length, line.length);
            }
        }
        return file;
    }

    private static ImageLayers recorded(String version) throws IOException {
        String name = "sparse-" + version + ".tar.gz";
        try (InputStream in = Objects.requireNonNull(SparseFileTest.class.getResourceAsStream(name))) {
            return BytesLayer.image(BytesLayer.of(in.readAllBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "0.0", "0.1", "1.0"})
    void isExportedWithItsZeros(String version) throws IOException {
        // Given
        ByteArrayOutputStream flat = new ByteArrayOutputStream();
        // When
        Flattening.write(recorded(version), TarConfig.defaults(), flat, flat::reset, Task.unwatched());
        // Then
        Map<String, byte[]> files = files(flat.toByteArray());
        assertThat(files).containsOnlyKeys("d/empty", "d/sparse", "d/tail");
        assertThat(files.get("d/empty")).isEqualTo(new byte[1 << 20]);
        assertThat(files.get("d/sparse")).isEqualTo(SPARSE);
        assertThat(files.get("d/tail")).asString().isEqualTo("behind\n");
    }

    private static Map<String, byte[]> files(byte[] tar) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.isSparse()).as(entry.getName()).isFalse();
                assertThat(entry.getExtraPaxHeaders()).as(entry.getName()).isEmpty();
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "0.0", "0.1", "1.0"})
    void isReadAndListedWithItsZeros(String version) throws IOException {
        // Given
        FileSearch search = new FileSearch(recorded(version), TarConfig.defaults(), Task.unwatched());
        // When
        byte[] found = search.find("d/sparse", (entry, layer, data) -> data.readAllBytes());
        // Then
        assertThat(found).isEqualTo(SPARSE);
        assertThat(FileListing.of(recorded(version), "d", false, TarConfig.defaults(), Task.unwatched())
                        .files())
                .extracting(ImageFile::size)
                .containsExactly(1L << 20, (long) SPARSE.length, 7L);
    }

    /** A map that was made to do harm, or was damaged. */
    private record BadMap(String name, Buffer tar) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static BadMap records(String name, String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            records.append(TarBuilder.paxRecord("GNU.sparse." + keysAndValues[i], keysAndValues[i + 1]));
        }
        byte[] tar = new TarBuilder()
                .raw(TarBuilder.paxHeader(records.toString()))
                .file("a", "x".repeat(512))
                .bytes();
        return new BadMap(name, Buffer.buffer(tar));
    }

    static Stream<BadMap> maps() {
        byte[] header = TarBuilder.header("a", 'S', 512, "");
        TarUtils.formatLongOctalBytes(512, header, 386, 12);
        TarUtils.formatLongOctalBytes(512, header, 398, 12);
        TarUtils.formatLongOctalBytes(600, header, 483, 12);
        byte[] tooShort = new TarBuilder()
                .raw(TarBuilder.withChecksum(header))
                .raw(new byte[512])
                .bytes();
        return Stream.of(
                new BadMap("a part leads out of the file", Buffer.buffer(tooShort)),
                records("no size", "map", "0,512"),
                records("an odd number of numbers", "size", "512", "map", "0,512,3"),
                records("parts that overlap", "size", "1024", "map", "0,256,128,256"),
                records("a part that leads out", "size", "1024", "map", "513,512"),
                records("a part with an end that no number holds", "size", "1024", "map", "512," + Long.MAX_VALUE),
                records("a negative length", "size", "1024", "map", "0,-1,0,513"),
                records("a negative size", "size", "-1", "map", "0,512"),
                records("less data than the map has", "size", "4096", "map", "0,1024"),
                records("more data than the map has", "size", "4096", "map", "0,256"),
                records("no number", "size", "4096", "map", "0,x"),
                records("an unknown version", "major", "2", "realsize", "4096"),
                records("data that are no map", "major", "1", "realsize", "4096"));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void isRefusedWhereItsMapIsNone(BadMap map) {
        // When
        RegistryException failure = refusal(TarConfig.defaults(), map.tar().getBytes());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure).hasMessageContaining("a sparse file has a map").hasMessageContaining("'a'");
    }

    private static RegistryException refusal(TarConfig config, byte[] tar) {
        return catchThrowableOfType(
                RegistryException.class,
                () -> Flattening.write(
                        BytesLayer.image(BytesLayer.of(tar)),
                        config,
                        OutputStream.nullOutputStream(),
                        () -> {},
                        Task.unwatched()));
    }

    @Test
    void makesNoMoreZerosThanALimitAllows() {
        // Given
        byte[] tar = records("", "size", String.valueOf(1L << 60), "map", "0,512")
                .tar()
                .getBytes();
        // When
        RegistryException failure = refusal(new TarConfig(null, null, 1L << 20, null), tar);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("with a sparse file of it the image has more than 1048576 bytes");
    }

    @Test
    void goesOnBehindASparseFileThatNobodyReads() throws IOException {
        // Given
        FileSearch search = new FileSearch(recorded("1.0"), TarConfig.defaults(), Task.unwatched());
        // When
        byte[] found = search.find("d/tail", (entry, layer, data) -> data.readAllBytes());
        // Then
        assertThat(found).asString().isEqualTo("behind\n");
    }
}
