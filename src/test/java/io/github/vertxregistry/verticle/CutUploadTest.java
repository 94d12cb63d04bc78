package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.ScriptedServer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are cut anywhere in a push, by a proxy that knows nothing of HTTP. */
class CutUploadTest extends PushFixture {
    /** {@code -Dvertxregistry.cuts=100} is what the README reports. */
    private static final int CUTS = Integer.getInteger("vertxregistry.cuts", 10);
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
                    .push(request().withUpload(mode).withChunkSize(1 << 20).withConcurrency(1)));
            // Then
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertWhole(reply);
            assertThat(proxy.forwarded()).isLessThan(bytes.length + 64_000L + (long) CUTS * COST);
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

    @Test
    void beginsAnewAfterACutInOneRequest() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
                    if (exchange.method().equals("PATCH")) {
                        exchange.answer(405, Map.of(), "");
                    } else {
                        exchange.forward(toolkit.registry());
                    }
                });
                CuttingProxy proxy = CuttingProxy.before(server.url()).cuttingAfter(1_500_000, 2_000_000, 1_000_000)) {
            // When
            PushReply reply = await(
                    toolkit.client().withRegistry(proxy.url()).push(request().withConcurrency(1)));
            // Then
            assertThat(proxy.cuts()).isEqualTo(3);
            assertWhole(reply);
        }
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
