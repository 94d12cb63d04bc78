import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.PullRequest;
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
 * The library in a JVM that goes on, as in an application: for each line {@code pull REGISTRY IMAGE TAR} or {@code copy
 * SOURCE TARGET REPOSITORY TAG} on standard input it does that once, and prints wall seconds, CPU seconds, peak resident MiB, MB read and MB written to the disk.
 */
public final class WarmTransfer {
    private WarmTransfer() {}

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
            wait(transfer(client, words));
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

    private static Future<?> transfer(RegistryClient client, String[] words) {
        return words[0].equals("copy")
                ? client.copy(new CopyRequest(
                        new ImagePlace(words[1], words[3], words[4]),
                        new ImagePlace(words[2], words[3], words[4]),
                        null,
                        null,
                        null))
                : client.pull(PullRequest.of(words[3], words[2]).to(words[1]).withForce());
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
