package io.github.vertxregistry.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** SHA-256 of blocks outside the heap, as layers are hashed. An operation is a MiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class HashBenchmark {
    private static final int MIB = 8;

    private final ByteBuffer block = ByteBuffer.allocateDirect(MIB << 20);

    @Benchmark
    @OperationsPerInvocation(MIB)
    public Digest sha256() {
        MessageDigest hash = Digest.newHash("sha256");
        hash.update(block.duplicate());
        return Digest.of("sha256", hash);
    }
}
