package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.TarShape;
import java.nio.file.Path;
import java.util.Random;

/** Pushes that are cut, each once, at a random byte of its layer, in each of the ways that an upload can take. */
abstract class CutFixture extends PushFixture {
    /** {@code mvn verify -Psoak} cuts 100 times. */
    static final int CUTS = Integer.getInteger("vertxregistry.cuts", 10);

    static final int CHUNK = 1 << 20;
    private static final int SIZE = 2 << 20;
    /** Requests, answers to them, the config and the manifest of one push. */
    private static final int REQUESTS = 32 << 10;
    /** What a cut may cost: the requests that find out where to go on, and a read buffer. */
    private static final int BUFFER = 256 << 10;

    /** How a push sends its layer. */
    enum Way {
        AUTO(UploadMode.AUTO),
        STREAM(UploadMode.STREAM),
        CHUNKED(UploadMode.CHUNKED),
        /** To a registry that takes no PATCH. */
        ONE_REQUEST(UploadMode.AUTO);

        final UploadMode mode;

        Way(UploadMode mode) {
            this.mode = mode;
        }
    }

    /** Pushes so many images, each cut once; those that keep what they got are sent no more than a buffer twice. */
    void cutOnceInEachPush(String name, String registry, Way way, boolean keeps) {
        Random random = new Random(way.name().hashCode());
        long lost = 0;
        try (CuttingProxy proxy = CuttingProxy.before(registry)) {
            CuttingProxy cutting = way == Way.ONE_REQUEST ? proxy.withoutPatch() : proxy;
            for (int i = 0; i < CUTS; i++) {
                int at = 1 + random.nextInt(SIZE - 1);
                lost += at;
                byte[] layer = new byte[SIZE];
                random.nextBytes(layer);
                push(cutting.cuttingAfter(at), registry, way, i, layer);
            }
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            boolean goesOn = keeps && way != Way.ONE_REQUEST;
            long wanted = (long) CUTS * SIZE;
            assertThat(proxy.forwarded() - wanted)
                    .as("bytes sent beyond the layers")
                    .isLessThan((long) CUTS * REQUESTS + (goesOn ? (long) CUTS * BUFFER : lost));
            Figures.tell(
                    "%s, %s: %d cuts in %d pushes, %.2f MB sent for %.2f MB of layers, cut off %.2f MB",
                    name, way, proxy.cuts(), CUTS, proxy.forwarded() / 1e6, wanted / 1e6, lost / 1e6);
        }
    }

    private void push(CuttingProxy proxy, String registry, Way way, int number, byte[] layer) {
        Path file = image("cut/app:" + number)
                .layer(layer, Compression.NONE)
                .write(folder.resolve("cut.tar"), TarShape.DOCKER_LEGACY);
        PushRequest request = PushRequest.of(file.toString())
                .withUpload(way.mode)
                .withChunkSize(CHUNK)
                .withConcurrency(1);
        PushReply reply = await(toolkit.client().withRegistry(proxy.url()).push(request));
        ImageInfo info = await(toolkit.client().withRegistry(registry).imageInfo("cut/app", "" + number));
        assertThat(info.digest()).isEqualTo(reply.images().get(0).digest());
        assertThat(info.layers().get(0).size()).isEqualTo(SIZE);
    }
}
