package io.github.vertxregistry.client;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.testkit.Toolkit;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A round trip of the typed client over the event bus; alone, and with a request to the embedded registry behind it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BusBenchmark {
    private Toolkit toolkit;

    @Setup
    public void start() {
        toolkit = Toolkit.start();
    }

    @TearDown
    public void stop() {
        toolkit.close();
    }

    @Benchmark
    public Object busAlone() {
        return await(toolkit.client().operations());
    }

    @Benchmark
    public Object pingOfARegistry() {
        return await(toolkit.client().ping());
    }
}
