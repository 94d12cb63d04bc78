package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Server;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Distribution 3 keeps what it got of an upload that was cut: the push goes on there. Distribution 2.8 loses the session: the
 * blob starts anew.
 */
@Tag("soak")
@RequiresDocker(with = "docker-registry")
class CutUploadIT extends CutFixture {
    private static final int SIZE = 12 << 20;
    private static final int COST = 256 << 10;
    private static RegistryContainer registry;

    @BeforeAll
    static void startRegistry() {
        registry = new RegistryContainer();
        registry.start();
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.stop();
        }
    }

    @Override
    JsonObject http() {
        // A registry in a container may take its time, to notice a cut, too: until it has, it cannot say where it
        // stands.
        return new JsonObject().put("retry", new JsonObject().put("firstWaitMs", 50));
    }

    @ParameterizedTest
    @EnumSource(
            value = UploadMode.class,
            names = {"STREAM", "CHUNKED"})
    void goesOnAfterEachCut(UploadMode mode) {
        // Given
        byte[] bytes = new byte[SIZE];
        new Random(mode.name().hashCode()).nextBytes(bytes);
        tar = tarWithLayer(bytes);
        long[] gaps = new Random(7).longs(CUTS, 1, SIZE / CUTS).toArray();
        try (CuttingProxy proxy = CuttingProxy.before(registry.url()).cuttingAfter(gaps)) {
            // When
            PushReply reply = await(toolkit.client()
                    .withRegistry(proxy.url())
                    .push(request().withUpload(mode).withChunkSize(CHUNK).withConcurrency(1)));
            // Then
            ImageInfo info = await(toolkit.client().withRegistry(registry.url()).imageInfo("fault/app", "1"));
            assertThat(info.digest()).isEqualTo(reply.images().get(0).digest());
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertThat(proxy.forwarded()).as("bytes sent for %d", SIZE).isLessThan(SIZE + 64_000L + (long) CUTS * COST);
            Figures.tell(
                    "Distribution 3, %s, %d cuts in one push: %.2f MB sent for %.2f MB",
                    mode, CUTS, proxy.forwarded() / 1e6, SIZE / 1e6);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void outlastsACutInEachPush(Way way) {
        cutOnceInEachPush("Distribution 3", registry.url(), way, true);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void outlastsACutInEachPushWhereTheSessionIsLost(Way way) {
        try (Server lossy = Server.distribution2(folder)) {
            cutOnceInEachPush("Distribution 2.8", lossy.url(), way, false);
        }
    }
}
