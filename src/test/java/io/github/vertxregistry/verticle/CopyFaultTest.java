package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that are cut, slowed down, lied to and stopped, on either side. */
class CopyFaultTest {
    private static final int MEBI = 1 << 20;
    private static Toolkit toolkit;
    private static String other;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
        other = toolkit.anotherRegistry();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    /** Pushes an image with one layer of so many bytes; returns its digest. */
    private Digest push(String repository, int bytes) {
        byte[] layer = new byte[bytes];
        new Random(bytes).nextBytes(layer);
        Path tar = image(repository + ":1")
                .layer(layer, Compression.NONE)
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        return await(toolkit.client().pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0)
                .digest();
    }

    private static CopyRequest request(String from, String to, String repository) {
        return CopyRequest.of(new ImagePlace(from, repository, "1"), new ImagePlace(to, repository, null));
    }

    private static Digest digest(String registry, String repository) {
        return await(toolkit.client().withRegistry(registry).headManifest(repository, "1"))
                .digest();
    }

    @Test
    void goesOnWhereEitherSideWasCut() {
        // Given
        Digest digest = push("cut/app", 6 * MEBI);
        try (CuttingProxy from = CuttingProxy.before(toolkit.registry())
                        .cuttingAnswersAfter(MEBI, 2 * MEBI, 700_000)
                        .resetting();
                CuttingProxy to = CuttingProxy.before(other).cuttingAfter(1_500_000, MEBI, 2 * MEBI)) {
            // When
            CopiedImage copied = await(toolkit.client().copy(request(from.url(), to.url(), "cut/app")));
            // Then
            assertThat(copied.digest()).isEqualTo(digest);
            assertThat(digest(other, "cut/app")).isEqualTo(digest);
            assertThat(from.cuts()).isEqualTo(3);
            assertThat(to.cuts()).isEqualTo(3);
            // What was under way when a connection was cut goes twice, and no more: a few buffers of sockets each time.
            assertThat(to.forwarded()).isLessThan(7 * MEBI);
        }
    }

    @Test
    void aSlowTargetHoldsTheSourceBack() {
        // Given
        int size = 64 * MEBI;
        Digest digest = push("slow/app", size);
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        try (CuttingProxy from = CuttingProxy.before(toolkit.registry());
                CuttingProxy to = CuttingProxy.before(other)) {
            to.actingAfter(MEBI, () -> {
                try {
                    // As long as bytes flow anywhere, they fill what there is to fill.
                    if (!never.await(1, TimeUnit.SECONDS)) {
                        sent.set(from.answered());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            // When
            await(toolkit.client().copy(request(from.url(), to.url(), "slow/app")));
            // Then
            // Four buffers of sockets, of which Linux gives some MiB to each, and the copy's own blocks.
            assertThat(sent.get()).isPositive().isLessThan(size / 2);
            assertThat(digest(other, "slow/app")).isEqualTo(digest);
        }
    }

    @Test
    void namesTheSourceWhereItsBytesAreNotWhatTheyAreNamed() {
        // Given
        push("lie/app", MEBI);
        try (ScriptedServer lying = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("GET") && exchange.uri().contains("/blobs/")) {
                exchange.answer(200, Map.of(), "x".repeat(MEBI));
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(toolkit.client().copy(request(lying.url(), other, "lie/app")));
            // Then
            assertThat(failure.kind()).isIn(FailureKind.DIGEST_MISMATCH, FailureKind.SIZE_MISMATCH);
            assertThat(failure).hasMessageContaining(lying.url().substring("http://".length()) + "/lie/app");
            assertThat(failure(toolkit.client().withRegistry(other).headManifest("lie/app", "1"))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @Test
    void leavesNoUploadOpenWhenItIsCancelled() {
        // Given
        push("cancel/app", 4 * MEBI);
        try (ScriptedServer hanging = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PATCH")) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.drain();
            } else {
                exchange.forward(other);
            }
        })) {
            Transfer<CopiedImage> transfer =
                    toolkit.client().startCopy(request(toolkit.registry(), hanging.url(), "cancel/app"));
            transfer.onProgress(event -> {
                if (event.phase().equals("upload")) {
                    transfer.cancel();
                }
            });
            // When
            RegistryException failure = failure(transfer.result());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(hanging.requests()).anyMatch(line -> line.startsWith("DELETE /v2/cancel/app/blobs/uploads/"));
            assertThat(hanging.requests()).noneMatch(line -> line.startsWith("PUT") && line.contains("/manifests/"));
        }
    }

    @Test
    void copiesBothWaysAtOnce() {
        // Given
        push("both/app", 2 * MEBI);
        push("ways/app", 2 * MEBI + 1);
        await(toolkit.client().copy(request(toolkit.registry(), other, "ways/app")));
        await(toolkit.client().withRegistry(toolkit.registry()).deleteTag("ways/app", "1"));
        // When
        var there = toolkit.client().copy(request(toolkit.registry(), other, "both/app"));
        var back = toolkit.client()
                .copy(CopyRequest.of(
                        new ImagePlace(other, "ways/app", "1"), new ImagePlace(toolkit.registry(), "back/app", "1")));
        // Then
        assertThat(await(there).copied()).isEqualTo(2);
        assertThat(await(back).copied()).isEqualTo(2);
    }
}
