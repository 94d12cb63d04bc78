package io.github.vertxregistry.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PushRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A manifest and a config of 100 layers read, and a request taken from its message. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {
    private static final int LAYERS = 100;

    private final byte[] manifest = manifest();
    private final byte[] config = config();
    private final JsonObject message =
            JsonBinding.toJson(PushRequest.of("/images/app.tar").as("team/app", "1.0"));

    private static Digest digest(int number) {
        return Digest.sha256(("layer " + number).getBytes(UTF_8));
    }

    private static byte[] manifest() {
        JsonArray layers = new JsonArray();
        for (int layer = 0; layer < LAYERS; layer++) {
            layers.add(descriptor(MediaType.OCI_LAYER_GZIP, layer));
        }
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("config", descriptor(MediaType.OCI_CONFIG, LAYERS))
                .put("layers", layers)
                .encode()
                .getBytes(UTF_8);
    }

    private static JsonObject descriptor(String mediaType, int number) {
        return new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", digest(number).toString())
                .put("size", 1_000_000L + number);
    }

    private static byte[] config() {
        JsonArray diffIds = new JsonArray();
        JsonArray history = new JsonArray();
        for (int layer = 0; layer < LAYERS; layer++) {
            diffIds.add(digest(layer).toString());
            history.add(new JsonObject()
                    .put("created", "2026-11-01T00:00:00Z")
                    .put("created_by", "RUN /bin/sh -c step " + layer));
        }
        return new JsonObject()
                .put("architecture", "amd64")
                .put("os", "linux")
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", diffIds))
                .put("history", history)
                .encode()
                .getBytes(UTF_8);
    }

    @Benchmark
    public Manifest manifestOf100Layers() {
        return Manifest.parse(manifest, null, FailureKind.REGISTRY_FAULT, "the bench's manifest");
    }

    @Benchmark
    public ImageConfig configOf100Layers() {
        return ImageConfig.parse(config, FailureKind.REGISTRY_FAULT, "the bench's config");
    }

    @Benchmark
    public PushRequest requestFromMessage() {
        return Operations.IMAGES_PUSH.decodeRequest(message);
    }
}
