package io.github.vertxregistry.tar;

import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The index of a tar, from its opening on; {@code -bm ss -wi 0 -f 5} gives the first one of a JVM. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexBenchmark {
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int BLOCK = 512;

    /** As {@code docker save} writes 1.64 GB in seven layers; 50,000 files of 2,000 bytes. */
    @Param({"sevenLayers", "manyEntries"})
    public String tar;

    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("index", ".tar");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (tar.equals("sevenLayers")) {
                for (int layer = 0; layer < 7; layer++) {
                    entry(channel, layer + "/VERSION", 3);
                    entry(channel, layer + "/json", 500);
                    entry(channel, layer + "/layer.tar", 234_000_000);
                }
                entry(channel, "manifest.json", 2_000);
            } else {
                for (int number = 0; number < 50_000; number++) {
                    entry(channel, "usr/share/folder-" + number % 500 + "/file-" + number, 2_000);
                }
            }
            entry(channel, "last", 0);
            channel.write(ByteBuffer.allocate(2 * BLOCK), channel.size());
        }
    }

    /** The content is a hole in the file: an index does not read it. */
    private static void entry(FileChannel channel, String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
        entry.setSize(size);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header);
        long end = channel.size();
        channel.write(ByteBuffer.wrap(header), end);
        if (size > 0) {
            channel.write(ByteBuffer.allocate(1), end + BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK - 1);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public Object index() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return TarIndex.read(TarBytes.of(channel), "the bench's", MOST_ENTRIES, Task.unwatched());
        }
    }
}
