package io.github.vertxregistry.blob;

import static io.github.vertxregistry.config.LayerCompression.GZIP;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.compress.PackingBlock;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream of compressed blocks takes of the memory and threads that it shares with others, and how it fails. */
class PackedStreamTest {
    private static final int THREADS = 4;
    private static final int BLOCKS = 2 * THREADS + 2;

    private final Vertx vertx = Vertx.vertx();
    private final ScarceFormat format = new ScarceFormat(new LayerFormat(GZIP, null, 1).load());
    private final Packing packing = new Packing(
            vertx, new CompressionConfig(null, null, null, THREADS, CompressionConfig.NO_CACHE), "attacked");
    private byte[] content;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        content = new byte[20 * format.blockSize()];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("layer"), content);
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private PackedSource source(Digest diffId, int length) {
        String file = folder.resolve("layer").toString();
        TarBlob blob = new TarBlob(diffId, length, Compression.NONE, file, 0, "layer.tar");
        return new PackedSource(packing, format, new FileBytes(vertx, blob, "image.tar"), diffId);
    }

    private PackedSource source() {
        return source(Digest.sha256(content), content.length);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(v -> step.get().onComplete(done));
        return done.future();
    }

    private int blocksLeft() {
        List<PackingBlock> left = new ArrayList<>();
        for (var next = packing.takeMore(format); next.isPresent(); next = packing.takeMore(format)) {
            left.add(next.get());
        }
        left.forEach(packing::giveBack);
        return left.size();
    }

    @Test
    void leavesMemoryToOthersWhenItsReaderStops() {
        // Given
        PackedSource source = source();
        // When
        Integer first = await(onContext(
                () -> source.open(0, ByteSource.UNKNOWN).compose(stream -> stream.read(ByteBuffer.allocate(100)))));
        // Then
        assertThat(first).isEqualTo(100);
        assertThat(blocksLeft()).isGreaterThanOrEqualTo(BLOCKS - 2);
    }

    /** The second block has failed, and with it all that would follow, before the first one has been handed on. */
    @Test
    void handsOnWhatIsWholeBeforeWhatFails() {
        // Given
        TarBlob blob = new TarBlob(
                Digest.sha256(content),
                2L * content.length,
                Compression.NONE,
                folder.resolve("layer").toString(),
                0,
                "layer.tar");
        ByteSource endsEarly = new FailingBehind(new FileBytes(vertx, blob, "image.tar"), format.blockSize());
        PackedSource source = new PackedSource(packing, format, endsEarly, blob.digest());
        ByteBuffer place = ByteBuffer.allocate(4 * format.blockSize());
        byte[] whole = Streams.read(vertx, source(), 0);
        // When
        Future<ByteStream> open = onContext(() -> source.open(0, ByteSource.UNKNOWN));
        ByteStream stream = await(open);
        int first = await(onContext(() -> stream.read(place)));
        RegistryException failure = failure(onContext(() -> stream.read(ByteBuffer.allocate(100))));
        await(onContext(stream::close));
        // Then
        assertThat(first).isPositive().isEqualTo(place.position());
        assertThat(Arrays.copyOf(place.array(), first)).isEqualTo(Arrays.copyOf(whole, first));
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
    }

    @Test
    void goesOnWithOneBlockWhereThereIsNoMemoryForMore() {
        // Given
        byte[] plentiful = Streams.read(vertx, source(), 0);
        await(packing.close());
        Packing other = new Packing(
                vertx, new CompressionConfig(null, null, null, THREADS, CompressionConfig.NO_CACHE), "scarce");
        format.blocksLeft = 1;
        String file = folder.resolve("layer").toString();
        TarBlob blob = new TarBlob(Digest.sha256(content), content.length, Compression.NONE, file, 0, "layer.tar");
        // When
        byte[] scarce = Streams.read(
                vertx, new PackedSource(other, format, new FileBytes(vertx, blob, "image.tar"), blob.digest()), 0);
        // Then
        assertThat(scarce).isEqualTo(plentiful);
    }

    @Test
    void failsWhereThereIsNoMemoryAtAllAndTakesNoneAway() {
        // Given
        format.blocksLeft = 0;
        // When
        RegistryException failure = failure(Streams.reading(vertx, source(), 0));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("MaxDirectMemorySize"));
        format.blocksLeft = Integer.MAX_VALUE;
        assertThat(blocksLeft()).isEqualTo(BLOCKS);
    }

    @Test
    void doesNotHandOnWhatItHasFoundWrongWhenItIsReadAgain() {
        // Given
        PackedSource source = source(Digest.sha256(new byte[0]), 1_000);
        ByteStream stream = await(onContext(() -> source.open(0, ByteSource.UNKNOWN)));
        RegistryException first = failure(onContext(() -> stream.read(ByteBuffer.allocate(100))));
        // When
        RegistryException second = failure(onContext(() -> stream.read(ByteBuffer.allocate(100))));
        // Then
        assertThat(first.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(second).isSameAs(first);
    }

    @Test
    void readsNothingIntoAFullPlace() {
        // Given
        ByteBuffer full = ByteBuffer.allocate(0);
        // When
        Integer read =
                await(onContext(() -> source().open(0, ByteSource.UNKNOWN).compose(stream -> stream.read(full))));
        // Then
        assertThat(read).isZero();
    }

    @Test
    void goesOnWhileLayersThatAreDecompressedWaitForTheirRegistries() {
        // Given
        CompletableFuture<Void> registry = new CompletableFuture<>();
        ByteSource silent = new ByteSource() {
            @Override
            public long length() {
                return 1;
            }

            @Override
            public String name() {
                return "a layer that does not come";
            }

            @Override
            public Future<ByteStream> open(long offset, long length) {
                return Future.fromCompletionStage(registry).mapEmpty();
            }
        };
        Unpacking unpacking = new Unpacking(vertx, packing, new UnpackLimits(1, 1), Task.unwatched());
        for (int i = 0; i < 2 * THREADS; i++) {
            unpacking.run(silent, Digest.sha256(content), Digest.sha256(content), null, count -> {});
        }
        // When
        byte[] packed = Streams.read(vertx, source(), 0);
        // Then
        assertThat(packed).isNotEmpty();
        registry.completeExceptionally(new IOException("gone"));
    }

    @Test
    void hasOnePackerForEachThreadAndClosesItAtTheEnd() {
        // Given
        Streams.read(vertx, source(), 0);
        Streams.read(vertx, source(), 0);
        // When
        await(packing.close());
        // Then
        assertThat(format.packersMade.get()).isBetween(1, THREADS);
        assertThat(format.packersClosed.get()).isEqualTo(format.packersMade.get());
    }
}
