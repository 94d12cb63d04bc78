package io.github.vertxregistry.blob;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A layer that is read, hashed, compressed and hashed again, all but sent. An operation is a MiB. {@code -p file=…} takes the first 64 MiB
 * of another file than the JVM's own {@code lib/modules}; libdeflate takes a JVM of Java 25:
 * {@code -jvm … -p format=gzip-libdeflate-1}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
public class PackingBenchmark {
    private static final int MIB = 64;

    /** Method, program of gzip, level. */
    @Param({"gzip-jdk-1", "gzip-jdk-6", "zstd-1", "zstd-3"})
    public String format;

    @Param({"1", "2"})
    public int threads;

    @Param("")
    public String file;

    private final Vertx vertx = Vertx.vertx();
    private final ByteBuffer place = ByteBuffer.allocateDirect(384 << 10);
    private TarBlob layer;
    private Packing packing;
    private BlockFormat loaded;

    @Setup
    public void open() throws IOException {
        Path path = file.isEmpty() ? Path.of(System.getProperty("java.home"), "lib", "modules") : Path.of(file);
        layer = new TarBlob(digest(path), MIB << 20, Compression.NONE, path.toString(), 0, "the bench's layer");
        String[] words = format.toUpperCase(Locale.ROOT).split("-", -1);
        Compressor compressor = words.length < 3 ? null : Compressor.valueOf(words[1]);
        loaded = new LayerFormat(
                        LayerCompression.valueOf(words[0]), compressor, Integer.valueOf(words[words.length - 1]))
                .load();
        packing =
                new Packing(vertx, new CompressionConfig(null, null, null, threads, CompressionConfig.NO_CACHE), "jmh");
    }

    private static Digest digest(Path path) throws IOException {
        var hash = Digest.newHash("sha256");
        try (InputStream in = Files.newInputStream(path)) {
            hash.update(in.readNBytes(MIB << 20));
        }
        return Digest.of("sha256", hash);
    }

    @TearDown
    public void close() {
        await(packing.close());
        await(vertx.close());
    }

    @Benchmark
    @OperationsPerInvocation(MIB)
    public long pack() {
        PackedSource source =
                new PackedSource(packing, loaded, new FileBytes(vertx, layer, "the bench"), layer.digest());
        Promise<Integer> read = Promise.promise();
        vertx.runOnContext(v -> source.open(0, ByteSource.UNKNOWN)
                .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> stream.read(place.clear()))
                        .eventually(stream::close))
                .onComplete(read));
        await(read.future());
        return source.length();
    }
}
