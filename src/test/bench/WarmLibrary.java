import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The library in a JVM that goes on, as in an application: does what each line on standard input says, once, and prints wall
 * seconds, CPU seconds, peak resident MiB, MB read and MB written to the disk.
 *
 * <pre>
 * push TAR REGISTRY REPOSITORY TAG METHOD COMPRESSOR LEVEL   ("-" for what is not chosen)
 * pull REGISTRY REPOSITORY TAG TAR
 * export REGISTRY REPOSITORY TAG TAR
 * copy REGISTRY REPOSITORY TAG TARGET
 * </pre>
 */
public final class WarmLibrary {
    private WarmLibrary() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        wait(vertx.deployVerticle(new RegistryToolkit(ToolkitConfig.defaults())));
        RegistryClient client = RegistryClient.create(vertx);
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            long read = number("/proc/self/io", "rchar:");
            long written = number("/proc/self/io", "write_bytes:");
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew
            long began = System.nanoTime();
            long cpu = os.getProcessCpuTime();
            wait(answer(client, words));
            System.out.printf(
                    Locale.ROOT,
                    "%.4f %.3f %d %.2f %.2f%n",
                    (System.nanoTime() - began) / 1e9,
                    (os.getProcessCpuTime() - cpu) / 1e9,
                    number("/proc/self/status", "VmHWM:") / 1024,
                    (number("/proc/self/io", "rchar:") - read) / 1e6,
                    (number("/proc/self/io", "write_bytes:") - written) / 1e6);
            System.out.flush();
        }
        wait(vertx.close());
    }

    private static Future<?> answer(RegistryClient client, String[] words) {
        return switch (words[0]) {
            case "push" -> client.push(push(words));
            case "pull" -> client.pull(
                    PullRequest.of(words[4], words[2] + ":" + words[3]).to(words[1]));
            case "export" -> client.export(new ExportRequest(
                    new ImageSource(words[1], words[2], words[3], null, null, null), words[4], false));
            case "copy" -> client.copy(new CopyRequest(
                    new ImagePlace(words[1], words[2], words[3]),
                    new ImagePlace(words[4], words[2], words[3]),
                    null,
                    null,
                    null));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static PushRequest push(String[] words) {
        PushRequest request = PushRequest.of(words[1]).to(words[2]).as(words[3], words[4]);
        if (!words[5].equals("-")) {
            LayerCompression method = LayerCompression.valueOf(words[5].toUpperCase(Locale.ROOT));
            request = words[7].equals("-")
                    ? request.withCompression(method)
                    : request.withCompression(method, Integer.parseInt(words[7]));
        }
        return words[6].equals("-")
                ? request
                : request.withCompressor(Compressor.valueOf(words[6].toUpperCase(Locale.ROOT)));
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES);
    }

    private static long number(String file, String field) throws Exception {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
