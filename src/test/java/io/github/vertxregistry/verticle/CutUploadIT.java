package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distribution 3 keeps what it got of an upload that was cut: the push goes on there. */
@RequiresDocker
class CutUploadIT extends PushFixture {
    private static final int CUTS = 20;
    private static final int SIZE = 12 << 20;
    private static final int COST = 256 << 10;

    @Override
    JsonObject http() {
        // A registry in a container may take its time.
        return new JsonObject();
    }

    @ParameterizedTest
    @EnumSource(
            value = UploadMode.class,
            names = {"STREAM", "CHUNKED"})
    void goesOnAfterEachCut(UploadMode mode) {
        // Given
        byte[] bytes = new byte[SIZE];
        new Random(2).nextBytes(bytes);
        tar = tarWithLayer(bytes);
        long[] gaps = new Random(7).longs(CUTS, 1, SIZE / CUTS).toArray();
        try (RegistryContainer registry = new RegistryContainer()) {
            registry.start();
            try (CuttingProxy proxy = CuttingProxy.before(registry.url()).cuttingAfter(gaps)) {
                // When
                PushReply reply = await(toolkit.client()
                        .withRegistry(proxy.url())
                        .push(request().withUpload(mode).withChunkSize(1 << 20).withConcurrency(1)));
                // Then
                ImageInfo info =
                        await(toolkit.client().withRegistry(registry.url()).imageInfo("fault/app", "1"));
                assertThat(info.digest()).isEqualTo(reply.images().get(0).digest());
                assertThat(proxy.cuts()).isEqualTo(CUTS);
                assertThat(proxy.forwarded())
                        .as("bytes sent for %d", SIZE)
                        .isLessThan(SIZE + 64_000L + (long) CUTS * COST);
            }
        }
    }
}
