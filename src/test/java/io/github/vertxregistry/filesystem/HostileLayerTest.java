package io.github.vertxregistry.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that were made to do harm, or were damaged: each is refused in words, and soon. */
class HostileLayerTest {
    private static final TarConfig SMALL = new TarConfig(1_000, null, 1L << 20, 10);

    private static RegistryException refusal(TarConfig config, byte[]... layers) {
        StoredLayer[] all = Arrays.stream(layers).map(BytesLayer::of).toArray(StoredLayer[]::new);
        return catchThrowableOfType(RegistryException.class, () -> flatten(config, all));
    }

    private static void flatten(TarConfig config, StoredLayer... layers) {
        try {
            Flattening.write(
                    BytesLayer.image(layers), config, OutputStream.nullOutputStream(), () -> {}, Task.unwatched());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zeros(int megabytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(TarBuilder.header("zeros", '0', (long) megabytes << 20, ""));
            for (int i = 0; i < megabytes; i++) {
                out.write(new byte[1 << 20]);
            }
            out.write(new byte[1_024]);
        }
        return bytes.toByteArray();
    }

    @Test
    void decompressesNoBomb() throws IOException {
        // Given
        byte[] bomb = zeros(80);
        // When
        RegistryException ratio = refusal(new TarConfig(null, null, null, 10), bomb);
        // Then
        assertThat(ratio.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(ratio).hasMessageContaining("more than 10 times its size");
        assertThat(refusal(SMALL, zeros(2))).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void decompressesNoBombThatIsSpreadOverLayers() throws IOException {
        // Given
        byte[] half = zeros(1);
        TarConfig config = new TarConfig(null, null, 3L << 19, null);
        // When
        RegistryException failure = refusal(config, half, half);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void boundsEntriesNamesAndDepth() {
        // Given
        TarBuilder many = new TarBuilder();
        for (int i = 0; i < 1_001; i++) {
            many.file("f" + i, "");
        }
        // When
        RegistryException failure = refusal(SMALL, many.bytes());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("more than 1000 entries");
        assertThat(failure.hint()).hasValue("if the file is to be trusted, raise tar.maxEntries");
        byte[] deep = new TarBuilder().file("d/".repeat(100_000) + "f", "").bytes();
        assertThat(refusal(TarConfig.defaults(), deep)).hasMessageContaining("a path of 200001 bytes");
        byte[] record =
                new TarBuilder().raw(TarBuilder.header("x", 'x', 2 << 20, "")).bytes();
        assertThat(refusal(TarConfig.defaults(), record).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void keepsTheRecordsOfNoMoreThanOneHeader() {
        // Given
        String record = TarBuilder.paxRecord("SCHILY.xattr.user.a", "b".repeat(1_000_000));
        TarBuilder first = new TarBuilder().raw(TarBuilder.paxHeader(record)).withoutEnd();
        byte[] second = TarBuilder.paxHeader(TarBuilder.paxRecord("SCHILY.xattr.user.c", "d"));
        byte[] tar =
                new TarBuilder().raw(first.bytes()).raw(second).file("a", "1").bytes();
        LayerReading reading =
                LayerReading.open(BytesLayer.of(tar), new LayerBudget(TarConfig.defaults()), Task.unwatched());
        // When
        LayerEntry entry = reading.next();
        // Then
        assertThat(entry.attributes()).containsOnlyKeys("user.c");
    }

    @Test
    void boundsLinksAndAttributesTogether() throws IOException {
        // Given
        byte[] attribute = TarBuilder.paxHeader(TarBuilder.paxRecord("SCHILY.xattr.user.a", "b".repeat(1_000_000)));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream tar = new GZIPOutputStream(gzip)) {
            for (int i = 0; i < 300; i++) {
                tar.write(attribute);
                tar.write(TarBuilder.header("f" + i, '0', 0, ""));
            }
        }
        // When
        RegistryException failure = refusal(TarConfig.defaults(), gzip.toByteArray());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("links and attributes have more than 268435456 bytes together");
    }

    @Test
    void listsNoMoreFoldersThatNoEntryTellsOfThanThereMayBeEntries() {
        // Given
        TarBuilder deep = new TarBuilder();
        for (int i = 0; i < 6; i++) {
            deep.file("d/".repeat(i) + i + "/d".repeat(200), "");
        }
        ImageLayers image = BytesLayer.image(deep);
        // When
        RegistryException failure = catchThrowableOfType(
                RegistryException.class, () -> FileListing.of(image, "", true, SMALL, Task.unwatched()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("more than 1000 entries");
    }

    @Test
    void closesALayerThatCannotBeBegun() {
        // Given
        AtomicBoolean closed = new AtomicBoolean();
        BytesLayer bytes = BytesLayer.of(new byte[0]);
        StoredLayer broken = new StoredLayer() {
            @Override
            public Digest digest() {
                return bytes.digest();
            }

            @Override
            public long size() {
                return 1;
            }

            @Override
            public String name() {
                return "a layer";
            }

            @Override
            public InputStream open() {
                return new BlockInput() {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw new EOFException("the file ends at byte 0, not at 1");
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };
            }
        };
        // When
        RegistryException failure =
                catchThrowableOfType(RegistryException.class, () -> flatten(TarConfig.defaults(), broken));
        // Then
        assertThat(failure).hasMessageContaining("a layer cannot be read: the file ends at byte 0");
        assertThat(closed).isTrue();
    }

    @Test
    void takesAHundredThousandFoldersBesideOneAnother() throws IOException {
        // Given
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            tar.write(TarBuilder.header("folder/" + i + "/", '5', 0, ""));
        }
        // When
        RegistryException failure = refusal(TarConfig.defaults(), tar.toByteArray());
        // Then
        assertThat(failure).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "GZIP", "ZSTD"})
    void knowsALayerThatIsCut(Compression compression) {
        // Given
        byte[] whole = ImageTarFixture.compressed(
                new TarBuilder()
                        .file("a", "1".repeat(3_000))
                        .file("b", "2")
                        .withoutEnd()
                        .bytes(),
                compression);
        for (int length = 1; length < whole.length; length += Math.max(1, whole.length / 50)) {
            // When
            RegistryException failure = refusal(TarConfig.defaults(), Arrays.copyOf(whole, length));
            // Then
            boolean isBetweenEntries = compression == Compression.NONE && length % 512 == 0;
            assertThat(failure == null ? null : failure.kind())
                    .as("cut at " + length)
                    .isIn(
                            isBetweenEntries
                                    ? new Object[] {null, FailureKind.TAR_UNREADABLE}
                                    : new Object[] {FailureKind.TAR_UNREADABLE});
        }
    }

    @Test
    void failsInOurWordsWhateverTheBytesAre() {
        // Given
        byte[] sound = new TarBuilder()
                .raw(TarBuilder.paxHeader(TarBuilder.paxRecord("SCHILY.xattr.user.a", "b")))
                .file("a", "1")
                .hardlink("b", "a")
                .symlink("c", "a")
                .file("n".repeat(150), "2")
                .folder("d")
                .bytes();
        Random random = new Random(5);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = sound.clone();
            int at = random.nextInt(damaged.length / 512) * 512;
            damaged[at + random.nextInt(512)] = (byte) random.nextInt(256);
            byte[] block = Arrays.copyOfRange(damaged, at, at + 512);
            System.arraycopy(TarBuilder.withChecksum(block), 0, damaged, at, 512);
            // When
            RegistryException failure = refusal(SMALL, damaged);
            // Then
            assertThat(failure == null ? null : failure.kind())
                    .as("round " + round)
                    .isIn(null, FailureKind.TAR_UNREADABLE, FailureKind.TAR_INVALID, FailureKind.LIMIT_EXCEEDED);
        }
    }

    @Test
    void refusesCompressionsThatNoLayerHas() {
        // Given
        byte[] layer =
                ImageTarFixture.compressed(new TarBuilder().file("a", "1").bytes(), Compression.XZ);
        // When
        RegistryException failure = refusal(TarConfig.defaults(), layer);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessageContaining("compressed with xz");
    }
}
