package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Figures;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Pushes during which the registry's process is killed and started again, each at a random byte of its layer. */
abstract class RestartFixture extends PushFixture {
    /** {@code mvn verify -Psoak} restarts each registry more often. */
    static final int RESTARTS = Integer.getInteger("vertxregistry.restarts", 2);

    /** A container's start is slow on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int SIZE = 12 << 20;

    /** A start takes seconds where the machine is busy, and several uploads ask meanwhile. */
    @Override
    JsonObject http() {
        return new JsonObject()
                .put(
                        "retry",
                        new JsonObject()
                                .put("tries", 100)
                                .put("budget", 10_000)
                                .put("firstWaitMs", 50)
                                .put("maxWaitMs", 1_000));
    }

    void outlastsRestarts(String name, String registry, UploadMode mode, Runnable crash) {
        Random random = new Random(mode.name().hashCode());
        AtomicInteger crashes = new AtomicInteger();
        try (CuttingProxy proxy = CuttingProxy.before(registry)) {
            for (int i = 0; i < RESTARTS; i++) {
                byte[] bytes = new byte[SIZE];
                random.nextBytes(bytes);
                tar = tarWithLayer(bytes);
                proxy.actingAfter(1 + random.nextInt(SIZE - 1), () -> {
                    // The push may be done before whoever starts the registry again has noticed that it runs.
                    crashes.incrementAndGet();
                    crash.run();
                });
                // When
                PushReply reply = await(
                        toolkit.client()
                                .withRegistry(proxy.url())
                                .push(request()
                                        .withUpload(mode)
                                        .withChunkSize(1 << 20)
                                        .withConcurrency(1)),
                        PATIENCE);
                // Then
                ImageInfo info = await(toolkit.client().withRegistry(registry).imageInfo("fault/app", "1"));
                assertThat(info.digest()).isEqualTo(reply.images().get(0).digest());
                assertThat(crashes).hasValue(i + 1);
            }
            Figures.tell(
                    "%s, %s: killed and restarted in each of %d pushes, %.2f MB sent for %.2f MB of layers",
                    name, mode, RESTARTS, proxy.forwarded() / 1e6, (double) RESTARTS * SIZE / 1e6);
        }
    }
}
