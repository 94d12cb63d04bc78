package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.Holdings;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes in a row, of which some are cut and some are cancelled, leave nothing behind, at the registry neither. */
@Tag("soak")
class ManyPushesTest {
    /** {@code mvn verify -Psoak} pushes 1,000 times. */
    private static final int PUSHES = Integer.getInteger("vertxregistry.pushes", 40);
    /** Until then pools and caches fill. */
    private static final int WARM_UP = Math.min(100, PUSHES / 2);

    private static final int SIZE = 200_000;
    /** What one leak in each push would exceed by far. */
    private static final int MAY_GROW = 16;

    private static final int LOOKS = 45;
    private static final long MAY_HOLD = 8 << 20;

    private final Random random = new Random(3);
    private int cancelled;

    @TempDir
    private Path folder;

    private static JsonObject config() {
        return new JsonObject().put("operations", new JsonObject().put("retainMs", 0));
    }

    @Test
    void leaveNothingBehind() throws IOException {
        // Given
        Path storage = folder.resolve("storage");
        try (Toolkit toolkit = Toolkit.start(config())) {
            EmbeddedRegistry registry =
                    new EmbeddedRegistry(EmbeddedConfig.defaults().withStorage(storage.toString()));
            await(toolkit.vertx().deployVerticle(registry));
            try (CuttingProxy proxy = CuttingProxy.before(registry.url())) {
                RegistryClient client = toolkit.client().withRegistry(proxy.url());
                push(client, proxy, 0, WARM_UP);
                Holdings before = Holdings.now();
                // When
                push(client, proxy, WARM_UP, PUSHES);
                // Then
                Holdings after = settled(toolkit, before);
                assertThat(after.descriptors() - before.descriptors()).isLessThan(MAY_GROW);
                assertThat(after.threads() - before.threads()).isLessThan(MAY_GROW);
                assertThat(after.bufferBytes() - before.bufferBytes()).isLessThan(MAY_HOLD);
                assertThat(after.grownSince(before, MAY_GROW)).isEmpty();
                assertThat(sessions(storage))
                        .as("sessions left of %d cut, %d cancelled", proxy.cuts(), cancelled)
                        .isZero();
                Figures.tell(
                        "%d pushes, %d connections cut, %d pushes cancelled: descriptors %d and %d, buffers %.1f and %.1f MB,"
                                + " timers %d and %d, sessions left %d",
                        PUSHES,
                        proxy.cuts(),
                        cancelled,
                        before.descriptors(),
                        after.descriptors(),
                        before.bufferBytes() / 1e6,
                        after.bufferBytes() / 1e6,
                        before.timers(),
                        after.timers(),
                        sessions(storage));
            }
        }
    }

    private void push(RegistryClient client, CuttingProxy proxy, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] layer = new byte[SIZE];
            random.nextBytes(layer);
            Path tar = image("many/app:" + i % 7)
                    .layer(layer, Compression.NONE)
                    .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
            if (i % 10 == 3) {
                proxy.cuttingAfter(1 + random.nextInt(SIZE - 1));
            }
            Transfer<PushReply> push = client.startPush(PushRequest.of(tar.toString()));
            if (i % 10 == 7) {
                cancel(push);
            } else {
                assertThat(await(push.result()).images().get(0).uploaded()).isPositive();
            }
        }
    }

    /** What was cancelled is kept for seconds, in case that it does not end; that passes. */
    private static Holdings settled(Toolkit toolkit, Holdings before) {
        Holdings now = Holdings.now();
        for (int look = 0; look < LOOKS && !now.grownSince(before, MAY_GROW).isEmpty(); look++) {
            await(toolkit.vertx().timer(1, TimeUnit.SECONDS));
            now = Holdings.now();
        }
        return now;
    }

    /** It may be too late. */
    private void cancel(Transfer<PushReply> push) {
        push.onProgress(event -> push.cancel());
        try {
            await(push.result());
        } catch (RegistryException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED);
            cancelled++;
        }
    }

    private static long sessions(Path storage) throws IOException {
        try (Stream<Path> open = Files.list(storage.resolve("uploads"))) {
            return open.count();
        }
    }
}
