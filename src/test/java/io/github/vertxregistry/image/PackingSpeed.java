package io.github.vertxregistry.image;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.Repeat;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints how fast a layer is read, hashed, compressed and hashed again by each format on one thread and on two, and how that is to
 * one thread with the JDK's level 1 in the same run. {@code PackingSpeed FILE [BYTES [ROUNDS]]}; medians of rounds that alternate.
 */
final class PackingSpeed {
    private static final PrintStream OUT = System.out;

    private final Vertx vertx = Vertx.vertx();
    private final TarBlob blob;

    private PackingSpeed(TarBlob blob) {
        this.blob = blob;
    }

    private record Case(LayerFormat format, int threads) {}

    private record Outcome(double seconds, long packed) {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        long length = Math.min(args.length > 1 ? Long.parseLong(args[1]) : 128 << 20, Files.size(file));
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        PackingSpeed speed = new PackingSpeed(new TarBlob(
                digest(file, length),
                length,
                Compression.NONE,
                file.toString(),
                0,
                file.getFileName().toString()));
        speed.run(rounds);
        await(speed.vertx.close());
    }

    private static Digest digest(Path file, long length) throws IOException {
        var hash = Digest.newHash("sha256");
        byte[] bytes = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (long left = length; left > 0; ) {
                int read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
                hash.update(bytes, 0, read);
                left -= read;
            }
        }
        return Digest.of("sha256", hash);
    }

    private static List<Case> cases() {
        List<LayerFormat> formats = new ArrayList<>();
        if (Runtime.version().feature() >= 25) {
            formats.add(new LayerFormat(LayerCompression.GZIP, Compressor.LIBDEFLATE, 1));
            formats.add(new LayerFormat(LayerCompression.GZIP, Compressor.LIBDEFLATE, 6));
        }
        formats.add(new LayerFormat(LayerCompression.GZIP, Compressor.JDK, 1));
        formats.add(new LayerFormat(LayerCompression.GZIP, Compressor.JDK, 6));
        formats.add(new LayerFormat(LayerCompression.ZSTD, null, 1));
        formats.add(new LayerFormat(LayerCompression.ZSTD, null, 3));
        return formats.stream()
                .flatMap(format -> List.of(new Case(format, 1), new Case(format, 2)).stream())
                .toList();
    }

    private void run(int rounds) {
        Map<Case, List<Outcome>> outcomes = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Case each : cases()) {
                Outcome outcome = measure(each);
                if (round >= 0) {
                    outcomes.computeIfAbsent(each, c -> new ArrayList<>()).add(outcome);
                }
            }
        }
        double base = seconds(outcomes.get(new Case(new LayerFormat(LayerCompression.GZIP, Compressor.JDK, 1), 1)));
        OUT.println("| format | level | threads | MB/s | of the JDK's level 1 on one | size |");
        OUT.println("|---|---|---|---|---|---|");
        outcomes.forEach((each, found) -> OUT.printf(
                "| %s%s | %d | %d | %.0f | %.2f | %.3f |%n",
                each.format().method(),
                each.format().compressor() == null ? "" : " " + each.format().compressor(),
                each.format().level(),
                each.threads(),
                blob.size() / seconds(found) / 1e6,
                base / seconds(found),
                (double) found.get(0).packed() / blob.size()));
    }

    private static double seconds(List<Outcome> found) {
        return found.stream().mapToDouble(Outcome::seconds).sorted().toArray()[found.size() / 2];
    }

    private Outcome measure(Case each) {
        CompressionConfig config = new CompressionConfig(null, null, null, each.threads(), CompressionConfig.NO_CACHE);
        Packing packing = new Packing(vertx, config, "speed" + each.threads());
        PackedSource source =
                new PackedSource(packing, each.format().load(), new FileBytes(vertx, blob, "the bench"), blob.digest());
        Promise<Integer> read = Promise.promise();
        ByteBuffer place = ByteBuffer.allocateDirect(384 << 10);
        long start = System.nanoTime();
        vertx.runOnContext(v -> source.open(0, ByteSource.UNKNOWN)
                .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> stream.read(place.clear()))
                        .eventually(stream::close))
                .onComplete(read));
        await(read.future());
        double seconds = (System.nanoTime() - start) / 1e9;
        await(packing.close());
        return new Outcome(seconds, source.length());
    }
}
