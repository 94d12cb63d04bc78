import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.PushReply;
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
 * The library in a JVM that goes on, as in an application: for each line {@code TAR REGISTRY REPOSITORY} on standard input it
 * pushes once, and prints wall seconds, CPU seconds, peak resident MiB and the blobs that were uploaded.
 */
public final class WarmPush {
    private WarmPush() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        wait(vertx.deployVerticle(new RegistryToolkit(ToolkitConfig.defaults())));
        RegistryClient client = RegistryClient.create(vertx);
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            long began = System.nanoTime();
            long cpu = os.getProcessCpuTime();
            PushReply reply = wait(client.push(PushRequest.of(words[0]).to(words[1]).as(words[2], "1")));
            System.out.printf(
                    Locale.ROOT,
                    "%.3f %.3f %d %d%n",
                    (System.nanoTime() - began) / 1e9,
                    (os.getProcessCpuTime() - cpu) / 1e9,
                    peakMiB(),
                    reply.images().get(0).uploaded());
            System.out.flush();
        }
        wait(vertx.close());
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES);
    }

    private static long peakMiB() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }
}
