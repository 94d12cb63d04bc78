package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.ScriptedServer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can happen to a layer that is compressed into its upload. */
class PushCompressionFaultTest extends PushFixture {
    private static final int SIZE = 6 << 20;
    private static final int CUTS = 8;

    @Override
    PushRequest request() {
        return super.request().withCompression(LayerCompression.GZIP);
    }

    /** Half of it shrinks, so that blocks become of many lengths. */
    private void givenALayer() {
        givenALayer(SIZE);
    }

    private void givenALayer(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(2);
        for (int i = 0; i < size; i += 1 << 16) {
            byte[] some = new byte[random.nextInt(1 << 16)];
            random.nextBytes(some);
            System.arraycopy(some, 0, bytes, i, some.length);
        }
        tar = tarWithLayer(bytes);
    }

    private void assertSameAsUncut(PushReply reply) {
        PushReply uncut = await(toolkit.client().push(request().as("fault/uncut", "1")));
        assertThat(reply.images().get(0).digest())
                .isEqualTo(uncut.images().get(0).digest());
        ImageInfo info = await(toolkit.client().imageInfo("fault/app", "1"));
        Descriptor layer = info.layers().get(0);
        assertThat(await(toolkit.client().headBlob("fault/app", layer.digest())).size())
                .isEqualTo(layer.size());
    }

    @ParameterizedTest
    @CsvSource({"STREAM, false", "STREAM, true", "CHUNKED, false", "CHUNKED, true"})
    void goesOnAfterEachCut(UploadMode mode, boolean reset) {
        // Given
        givenALayer();
        long[] gaps = new Random(7).longs(CUTS, 1, SIZE / 2 / CUTS).toArray();
        try (CuttingProxy proxy = CuttingProxy.before(toolkit.registry()).cuttingAfter(gaps)) {
            CuttingProxy cutting = reset ? proxy.resetting() : proxy;
            // When
            PushReply reply = await(toolkit.client()
                    .withRegistry(cutting.url())
                    .push(request().withUpload(mode).withChunkSize(1 << 20).withConcurrency(1)));
            // Then
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertSameAsUncut(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 413, 501})
    void sendsWholeChunksWhereAStreamIsRefused(int refusal) {
        // Given
        givenALayer();
        List<String> ranges = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.headers().containsKey("Transfer-Encoding")
                    || (exchange.method().equals("PUT") && isLayerUpload(exchange))) {
                exchange.answer(refusal, Map.of(), "");
                return;
            }
            if (isLayerUpload(exchange)) {
                ranges.add(exchange.headers().get("Content-Range"));
            }
            exchange.forward(toolkit.registry());
        })) {
            // When
            PushReply reply = await(client(server).push(request().withChunkSize(1 << 20)));
            // Then
            assertThat(ranges).startsWith("0-1048575", "1048576-2097151");
            assertSameAsUncut(reply);
        }
    }

    @Test
    void namesTheDigestInOneRequestWhereNothingElseIsTaken() {
        // Given
        givenALayer();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PATCH")) {
                exchange.answer(405, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertSameAsUncut(reply);
        }
    }

    @ParameterizedTest
    @EnumSource(UploadMode.class)
    void isCancelledInTheMiddle(UploadMode mode) {
        // Given
        givenALayer();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PATCH")) {
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            Transfer<PushReply> push = client(server).startPush(request().withUpload(mode));
            push.onProgress(event -> {
                if (event.phase().equals("upload")) {
                    push.cancel();
                }
            });
            // When
            FailureKind kind = failure(push.result()).kind();
            // Then
            assertThat(kind).isEqualTo(FailureKind.CANCELLED);
            assertThat(deletedASession(server)).isTrue();
            assertNoTag();
        }
    }

    @Test
    void stallsWhereNobodyReads() {
        // Given
        // More than the sockets hold.
        givenALayer(2 * SIZE);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.headers().containsKey("Transfer-Encoding")) {
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            FailureKind kind = failure(client(server).push(request())).kind();
            // Then
            assertThat(kind).isEqualTo(FailureKind.STALLED);
            assertNoTag();
        }
    }
}
