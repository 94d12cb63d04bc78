package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Figures;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are cut anywhere in a push, by a proxy that knows nothing of HTTP. */
@Tag("soak")
class CutUploadTest extends CutFixture {
    /** What a cut may cost: the requests that find out where to go on, and a read buffer. */
    private static final int COST = 256 << 10;

    private static final int SIZE = 12 << 20;

    /** So that all of them fall into the layer. */
    private static long[] gaps() {
        return new Random(7).longs(CUTS, 1, SIZE / CUTS).toArray();
    }

    @ParameterizedTest
    @CsvSource({"STREAM, false", "STREAM, true", "CHUNKED, false", "CHUNKED, true"})
    void goesOnAfterEachCut(UploadMode mode, boolean reset) {
        // Given
        byte[] bytes = new byte[SIZE];
        new Random(2).nextBytes(bytes);
        tar = tarWithLayer(bytes);
        try (CuttingProxy proxy = CuttingProxy.before(toolkit.registry()).cuttingAfter(gaps())) {
            CuttingProxy cutting = reset ? proxy.resetting() : proxy;
            // When
            PushReply reply = await(toolkit.client()
                    .withRegistry(cutting.url())
                    .push(request().withUpload(mode).withChunkSize(CHUNK).withConcurrency(1)));
            // Then
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertWhole(reply);
            assertThat(proxy.forwarded()).isLessThan(bytes.length + 64_000L + (long) CUTS * COST);
            Figures.tell(
                    "embedded, %s, %s, %d cuts in one push: %.2f MB sent for %.2f MB",
                    mode, reset ? "resets" : "ends", CUTS, proxy.forwarded() / 1e6, SIZE / 1e6);
        }
    }

    private void assertWhole(PushReply reply) {
        ImageInfo info = await(toolkit.client().imageInfo("fault/app", "1"));
        assertThat(info.digest()).isEqualTo(reply.images().get(0).digest());
        assertThat(await(toolkit.client()
                                .headBlob("fault/app", info.layers().get(0).digest()))
                        .size())
                .isEqualTo(info.layers().get(0).size());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void outlastsACutInEachPush(Way way) {
        cutOnceInEachPush("embedded", toolkit.registry(), way, true);
    }

    @Test
    void waitsForAnswersThatComeLate() {
        // Given
        try (CuttingProxy proxy =
                CuttingProxy.before(toolkit.registry()).delaying(100).cuttingAfter(1_000_000)) {
            // When
            PushReply reply = await(toolkit.client().withRegistry(proxy.url()).push(request()));
            // Then
            assertWhole(reply);
        }
    }
}
