package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.TarBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarHeadersTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLongNames(boolean pax) throws IOException {
        // Given
        String name = "folder/" + "ä-long-name/".repeat(200) + "file";
        TarBuilder builder = pax ? new TarBuilder().paxNames() : new TarBuilder();
        Path tar = builder.file(name, "content").file("b", "bb").write(folder.resolve("a.tar"));

        // When
        TarIndex index = index(tar);

        // Then
        assertThat(index.resolve(name).size()).isEqualTo(7);
        assertThat(index.resolve("b").size()).isEqualTo(2);
    }

    @Test
    void dropsALeadingDotAndDoubledSlashes() throws IOException {
        // Given
        Path tar =
                new TarBuilder().file("./a//b/./c", "x").file("/absolute", "x").write(folder.resolve("a.tar"));

        // When
        TarIndex index = index(tar);

        // Then
        assertThat(index.resolve("a/b/c")).isNotNull();
        assertThat(index.resolve("absolute")).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAnEntryAboveEightGib(boolean pax) throws IOException {
        // Given
        Path tar = folder.resolve("big.tar");
        long size = 9 * GIB;
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
            if (pax) {
                file.write(TarBuilder.paxHeader(TarBuilder.paxRecord("size", String.valueOf(size))));
                file.write(TarBuilder.header("big", '0', 0, ""));
            } else {
                file.write(TarBuilder.header("big", '0', size, ""));
            }
            file.seek(file.getFilePointer() + size);
            file.write(new TarBuilder().file("after", "x").bytes());
        }

        // When
        TarIndex index = index(tar);

        // Then
        assertThat(index.resolve("big").size()).isEqualTo(size);
        assertThat(index.resolve("after").offset()).isGreaterThan(size);
    }

    @Test
    void acceptsATarWithoutItsEndAndOneWithBytesBehindIt() throws IOException {
        // Given
        Path withoutEnd = new TarBuilder().file("a", "x").withoutEnd().write(folder.resolve("a.tar"));
        Path behind = new TarBuilder()
                .file("a", "x")
                .raw(new byte[1_024])
                .raw("garbage".getBytes(StandardCharsets.UTF_8))
                .withoutEnd()
                .write(folder.resolve("b.tar"));
        Path unpadded = Files.write(
                folder.resolve("c.tar"), Arrays.copyOf(Files.readAllBytes(withoutEnd), TarBuilder.BLOCK + 1));

        // When
        Stream<TarIndex> indexes = Stream.of(index(withoutEnd), index(behind), index(unpadded));

        // Then
        assertThat(indexes).allSatisfy(index -> assertThat(index.resolve("a")).isNotNull());
    }

    @Test
    void readsFiftyThousandEntriesQuickly() throws IOException {
        // Given
        TarBuilder builder = new TarBuilder();
        for (int i = 0; i < 50_000; i++) {
            builder.file("folder/entry-" + i, "x");
        }
        Path tar = builder.write(folder.resolve("many.tar"));
        index(tar);

        // When
        long start = System.nanoTime();
        TarIndex index = index(tar);
        long millis = (System.nanoTime() - start) / 1_000_000;

        // Then
        assertThat(index.resolve("folder/entry-49999")).isNotNull();
        assertThat(millis).isLessThan(2_000);
    }

    static Stream<Arguments> hostile() {
        long petabyte = 1L << 50;
        return Stream.of(
                hostile("PAX of 2^40", TarBuilder.header("p", 'x', 1L << 40, ""), FailureKind.LIMIT_EXCEEDED),
                hostile("GNU name of 2 GiB", TarBuilder.header("p", 'L', 2 * GIB, ""), FailureKind.LIMIT_EXCEEDED),
                hostile("GNU link of 2 GiB", TarBuilder.header("p", 'K', 2 * GIB, ""), FailureKind.LIMIT_EXCEEDED),
                hostile("global PAX", TarBuilder.header("p", 'g', 1L << 40, ""), FailureKind.LIMIT_EXCEEDED),
                hostile("size of a PiB", TarBuilder.header("p", '0', petabyte, ""), FailureKind.TAR_UNREADABLE),
                hostile("negative size", negativeSize(), FailureKind.TAR_UNREADABLE),
                hostile("PAX without records", paxOf("no records at all"), FailureKind.TAR_UNREADABLE),
                hostile("PAX of no length", paxOf(" path=x\n"), FailureKind.TAR_UNREADABLE),
                hostile("PAX of a wrong length", paxOf("99 path=x\n"), FailureKind.TAR_UNREADABLE),
                hostile("PAX of length 0", paxOf("0 path=x\n"), FailureKind.TAR_UNREADABLE),
                hostile("PAX of a huge length", paxOf("99999999999999 a=b\n"), FailureKind.TAR_UNREADABLE),
                hostile("PAX size of no number", sized("many"), FailureKind.TAR_UNREADABLE),
                hostile("PAX size below zero", sized("-512"), FailureKind.TAR_UNREADABLE),
                hostile("PAX size of 2^63-1", sized("9223372036854775807"), FailureKind.TAR_UNREADABLE),
                hostile("name and nothing behind", TarBuilder.header("p", 'L', 5, ""), FailureKind.TAR_UNREADABLE),
                hostile("a wrong number", withSize("zz"), FailureKind.TAR_UNREADABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void aHostileHeaderIsRefused(String what, byte[] header, FailureKind kind) throws IOException {
        // Given
        Path tar = Files.write(folder.resolve("a.tar"), Arrays.copyOf(header, header.length + 2_048));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(Reading.openFiles(folder)).isZero();
    }

    @Test
    void endlessExtensionsEndAtTheLimit() throws IOException {
        // Given
        byte[] one = TarBuilder.paxHeader(TarBuilder.paxRecord("a", "b"));
        TarBuilder builder = new TarBuilder();
        for (int i = 0; i < 1_000; i++) {
            builder.raw(one);
        }
        Path tar = builder.write(folder.resolve("a.tar"));

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(500, null, null, null));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    private static Arguments hostile(String what, byte[] header, FailureKind kind) {
        return Arguments.of(what, header, kind);
    }

    private static byte[] paxOf(String records) {
        return TarBuilder.paxHeader(records);
    }

    private static byte[] sized(String size) {
        byte[] pax = paxOf(TarBuilder.paxRecord("size", size));
        byte[] both = Arrays.copyOf(pax, pax.length + TarBuilder.BLOCK);
        System.arraycopy(TarBuilder.header("p", '0', 0, ""), 0, both, pax.length, TarBuilder.BLOCK);
        return both;
    }

    private static byte[] withSize(String text) {
        byte[] header = TarBuilder.header("p", '0', 0, "");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 124, bytes.length);
        return TarBuilder.withChecksum(header);
    }

    private static byte[] negativeSize() {
        byte[] header = TarBuilder.header("p", '0', 0, "");
        Arrays.fill(header, 124, 136, (byte) 0xff);
        return TarBuilder.withChecksum(header);
    }

    private static TarIndex index(Path tar) throws IOException {
        try (TarBytes bytes = TarBytes.of(FileChannel.open(tar))) {
            return TarIndex.read(bytes, tar.toString(), 1_000_000, Task.unwatched());
        }
    }
}
