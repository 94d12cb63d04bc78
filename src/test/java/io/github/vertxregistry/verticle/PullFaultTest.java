package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PullReply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a registry, the way to it, or the disk may do to a pull, and what is left then. */
class PullFaultTest extends PullFixture {
    private byte[] changed() {
        byte[] other = layer.clone();
        other[2_000_000] ^= 1;
        return other;
    }

    private Path part() {
        return tar.resolveSibling("image.tar.part");
    }

    private Path journal() {
        return tar.resolveSibling("image.tar.journal");
    }

    /** Breaks off a pull when two million bytes of the layer have come. */
    private void breakOff() {
        AtomicInteger requests = new AtomicInteger();
        onLayer = exchange -> {
            if (requests.incrementAndGet() == 1) {
                serve(exchange, layer, 2_000_000);
            }
            exchange.cut();
        };
        assertThat(failure(client.pull(request())).kind()).isEqualTo(FailureKind.UNREACHABLE);
        onLayer = this::well;
    }

    @Test
    void goesOnWhereTheConnectionWasCut() throws IOException {
        // Given
        AtomicInteger requests = new AtomicInteger();
        onLayer = exchange -> {
            if (requests.incrementAndGet() == 1) {
                serve(exchange, layer, 1_000_000);
                exchange.cut();
            } else {
                well(exchange);
            }
        };
        // When
        await(client.pull(request()));
        // Then
        assertThat(requests).hasValue(2);
        assertWhole();
    }

    @Test
    void aWrongByteNeverGetsItsName() throws IOException {
        // Given
        onLayer = exchange -> serve(exchange, changed(), layer.length);
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(tar).doesNotExist();
        onLayer = this::well;
        await(client.pull(request()));
        assertWhole();
    }

    @Test
    void aLayerOfAnotherLengthIsRefused() {
        // Given
        onLayer = exchange -> serveWhole(exchange, Arrays.copyOf(layer, layer.length - 1));
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
        assertThat(tar).doesNotExist();
    }

    @Test
    void aLayerThatIsNotThereIsNamed() {
        // Given
        onLayer = exchange -> exchange.answer(404, Map.of(), "");
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("fault/pull");
        assertThat(tar).doesNotExist();
    }

    @Test
    void whatWasBrokenOffGoesOnFromWhatIsThere() throws IOException {
        // Given
        breakOff();
        assertThat(left()).containsExactly(journal(), part());
        // When
        PullReply reply = await(client.pull(request()));
        // Then
        // What lay unread in the connection when it was cut is gone with it.
        assertThat(reply.resumed()).isPositive();
        assertThat(reply.bytes() + reply.resumed())
                .isEqualTo(await(client.imageInfo("fault/pull", "1")).layerSize());
        assertWhole();
    }

    @Test
    void whatWasDamagedMeanwhileIsFetchedAnew() throws IOException {
        // Given
        breakOff();
        try (RandomAccessFile file = new RandomAccessFile(part().toFile(), "rw")) {
            file.seek(1_000_000);
            file.write(new byte[10]);
        }
        // When
        PullReply reply = await(client.pull(request()));
        // Then
        assertThat(reply.bytes()).isGreaterThanOrEqualTo(layer.length);
        assertWhole();
    }

    @Test
    void aJournalThatIsNoneBeginsAnew() throws IOException {
        // Given
        breakOff();
        Files.writeString(journal(), "+ nothing like it\n\0\0\0 9 9 9 9\n- -");
        // When
        PullReply reply = await(client.pull(request()));
        // Then
        assertThat(reply.resumed()).isZero();
        assertWhole();
    }

    @Test
    void aSecondPullToTheSameFileIsRefused() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        onLayer = exchange -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            well(exchange);
        };
        Transfer<PullReply> first = client.startPull(request());
        asked.await();
        // When
        RegistryException failure = failure(client.pull(request()));
        // Then
        goOn.countDown();
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        await(first.result());
        assertWhole();
    }

    @Test
    void whatIsCancelledCanBeGoneOnWith() throws Exception {
        // Given
        onLayer = exchange -> {
            serve(exchange, layer, 2_000_000);
            exchange.hang();
        };
        Transfer<PullReply> pull = client.startPull(request());
        CountDownLatch moved = new CountDownLatch(1);
        pull.onProgress(event -> {
            if (event.phase().equals("download") && event.total() == layer.length) {
                moved.countDown();
            }
        });
        moved.await();
        // When
        pull.cancel();
        // Then
        assertThat(failure(pull.result()).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(tar).doesNotExist();
        onLayer = this::well;
        await(client.pull(request()));
        assertWhole();
    }
}
