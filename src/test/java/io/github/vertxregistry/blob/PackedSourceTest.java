package io.github.vertxregistry.blob;

import static io.github.vertxregistry.config.LayerCompression.GZIP;
import static io.github.vertxregistry.config.LayerCompression.ZSTD;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedSourceTest {
    private static final int BLOCK = 512 << 10;

    private final Vertx vertx = Vertx.vertx();
    private BlockFormat format = new LayerFormat(GZIP, null, 1).load();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    static Stream<Arguments> contents() {
        Stream<LayerFormat> everywhere =
                Stream.of(new LayerFormat(GZIP, Compressor.JDK, null), new LayerFormat(ZSTD, null, null));
        Stream<LayerFormat> later = Runtime.version().feature() < 25
                ? Stream.of()
                : Stream.of(new LayerFormat(GZIP, Compressor.LIBDEFLATE, null));
        return Stream.concat(everywhere, later).flatMap(asked -> plain().map(content -> Arguments.of(asked, content)));
    }

    private static Stream<byte[]> plain() {
        return Stream.of(
                new byte[0],
                new byte[1],
                text(100),
                text(BLOCK - 1),
                text(BLOCK),
                text(BLOCK + 1),
                text(5 * BLOCK),
                noise(3 * BLOCK + 17),
                new byte[20 * BLOCK]);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void unpacksToWhatItWasOnAnyNumberOfThreads(LayerFormat asked, byte[] content) throws Exception {
        // Given
        format = asked.load();
        // When
        List<byte[]> packed =
                Stream.of(1, 2, 5).map(threads -> packed(content, threads)).toList();
        // Then
        assertThat(packed.get(1)).isEqualTo(packed.get(0));
        assertThat(packed.get(2)).isEqualTo(packed.get(0));
        assertThat(unpacked(asked, packed.get(0))).isEqualTo(content);
    }

    private byte[] packed(byte[] content, int threads) {
        PackedSource source = source(content, Digest.sha256(content), threads);
        byte[] packed = Streams.read(vertx, source, 0);
        assertThat(source.length()).isEqualTo(packed.length);
        assertThat(source.digest()).isEqualTo(Digest.sha256(packed));
        return packed;
    }

    /** By a reader of one gzip member, where that is promised. */
    private static byte[] unpacked(LayerFormat by, byte[] packed) throws IOException, CompressorException {
        if (by.method() == ZSTD) {
            return new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed)).readAllBytes();
        }
        return new CompressorStreamFactory(by.compressor() == Compressor.LIBDEFLATE)
                .createCompressorInputStream(CompressorStreamFactory.GZIP, new ByteArrayInputStream(packed))
                .readAllBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 4_000, 1_000_000})
    void goesOnFromAnyPlace(int beforeTheEnd) {
        // Given
        byte[] content = Streams.concat(text(7 * BLOCK), noise(3 * BLOCK));
        PackedSource source = source(content, Digest.sha256(content), 2);
        byte[] whole = Streams.read(vertx, source, 0);
        // When
        byte[] rest = Streams.read(vertx, source, whole.length - beforeTheEnd);
        // Then
        assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, whole.length - beforeTheEnd, whole.length));
        assertThat(source.digest()).isEqualTo(Digest.sha256(whole));
    }

    @Test
    void goesOnInTheMiddleOfManyBlocks() throws IOException {
        // Given
        Path zeros = folder.resolve("zeros");
        long length = 300L * BLOCK;
        try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
            file.setLength(length);
        }
        PackedSource source = source(zeros, length, digestOfZeros(length), 2);
        byte[] whole = Streams.read(vertx, source, 0);
        // When
        byte[] rest = Streams.read(vertx, source, whole.length / 3);
        // Then
        assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, whole.length / 3, whole.length));
    }

    @Test
    void endsOnlyIfThePlainBytesAreThoseOfTheDigest() {
        // Given
        byte[] content = text(3 * BLOCK);
        PackedSource source = source(content, Digest.sha256(new byte[0]), 2);
        // When
        RegistryException failure = failure(Streams.reading(vertx, source, 0));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure).hasMessageContaining("layer.tar of image.tar");
        assertThat(source.length()).isEqualTo(ByteSource.UNKNOWN);
    }

    @Test
    void saysThatTheFileHasChangedWhereItIsShorter() throws IOException {
        // Given
        Path file = Files.write(folder.resolve("short"), text(BLOCK));
        PackedSource source = source(file, 2 * BLOCK, Digest.sha256(new byte[0]), 2);
        // When
        RegistryException failure = failure(Streams.reading(vertx, source, 0));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure).hasMessageContaining("layer.tar of image.tar");
    }

    private PackedSource source(byte[] content, Digest diffId, int threads) {
        try {
            return source(Files.write(folder.resolve("content"), content), content.length, diffId, threads);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private PackedSource source(Path file, long length, Digest diffId, int threads) {
        TarBlob blob = new TarBlob(diffId, length, Compression.NONE, file.toString(), 0, "layer.tar");
        Packing packing = new Packing(
                vertx,
                new CompressionConfig(null, null, null, threads, CompressionConfig.NO_CACHE),
                "threads" + threads);
        return new PackedSource(packing, format, new FileBytes(vertx, blob, "image.tar"), diffId);
    }

    private static Digest digestOfZeros(long length) {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < length; at += BLOCK) {
            hash.update(block);
        }
        return Digest.of("sha256", hash);
    }

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) "aaabbcde   \n".charAt(random.nextInt(12));
        }
        return bytes;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
