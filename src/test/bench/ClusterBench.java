import com.hazelcast.config.Config;
import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.PushRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.File;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A caller without verticles of its own, in a cluster whose nodes run already:
 *
 * <pre>
 * ops CONF SECONDS              requests a second, 32 at a time, after as long again to warm up
 * push CONF TAR lent|NODE NAME  seconds of a push of a file that is lent, or that the node of that id has, and a ping's latency meanwhile
 * kill CONF PID                 the longest wait of a ping when that process is killed
 * </pre>
 */
public final class ClusterBench {
    private static final int AT_ONCE = 32;

    private ClusterBench() {}

    public static void main(String[] args) throws Exception {
        Config config = Config.loadFromFile(new File(args[1]));
        config.setLiteMember(true);
        Vertx vertx = wait(Vertx.builder()
                .with(new VertxOptions())
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered());
        RegistryClient client = RegistryClient.create(vertx);
        for (int i = 0; i < 50; i++) {
            wait(client.ping());
        }
        switch (args[0]) {
            case "ops" -> {
                long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
                pings(client, nanos);
                System.out.printf(Locale.ROOT, "%.0f%n", pings(client, nanos) * 1e9 / nanos);
            }
            case "push" -> push(vertx, client, args[2], args[3], args[4]);
            case "kill" -> kill(client, Long.parseLong(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        wait(vertx.close());
        System.exit(0);
    }

    private static long pings(RegistryClient client, long nanos) throws Exception {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + nanos;
        Future<?>[] lanes = new Future<?>[AT_ONCE];
        Arrays.setAll(lanes, i -> lane(client, end, done));
        for (Future<?> lane : lanes) {
            wait(lane);
        }
        return done.sum();
    }

    private static Future<Void> lane(RegistryClient client, long end, LongAdder done) {
        return client.ping().compose(pong -> {
            done.increment();
            return System.nanoTime() < end ? lane(client, end, done) : Future.succeededFuture();
        });
    }

    private static void push(Vertx vertx, RegistryClient client, String tar, String where, String name)
            throws Exception {
        RegistryClient pusher = where.equals("lent") ? client.lendingFiles() : client.onNode(where);
        ConcurrentLinkedQueue<Long> bus = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> ping = new ConcurrentLinkedQueue<>();
        long timer = vertx.setPeriodic(50, id -> {
            long asked = System.nanoTime();
            client.nodes().onSuccess(nodes -> bus.add(System.nanoTime() - asked));
            client.ping().onSuccess(pong -> ping.add(System.nanoTime() - asked));
        });
        long began = System.nanoTime();
        wait(pusher.push(PushRequest.of(tar).as(name, "1")));
        double seconds = (System.nanoTime() - began) / 1e9;
        vertx.cancelTimer(timer);
        System.out.printf(Locale.ROOT, "%.2f; nodes.list %s; ping %s%n", seconds, summary(bus), summary(ping));
    }

    private static String summary(ConcurrentLinkedQueue<Long> waits) {
        long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%.1f %.1f %.1f",
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 95 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private static void kill(RegistryClient client, long pid) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        long[] longest = new long[AT_ONCE];
        Future<?>[] lanes = new Future<?>[AT_ONCE];
        Arrays.setAll(lanes, i -> waiting(client, end, longest, i));
        Thread.sleep(1_000);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        for (Future<?> lane : lanes) {
            wait(lane);
        }
        System.out.printf(Locale.ROOT, "%.2f%n", Arrays.stream(longest).max().orElse(0) / 1e9);
    }

    private static Future<Void> waiting(RegistryClient client, long end, long[] longest, int lane) {
        long asked = System.nanoTime();
        return client.ping().compose(pong -> {
            longest[lane] = Math.max(longest[lane], System.nanoTime() - asked);
            return System.nanoTime() < end ? waiting(client, end, longest, lane) : Future.succeededFuture();
        });
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES);
    }
}
