package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.NetworkHosts;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on hosts of their own, and two Distribution 3 in containers; the one that leads a job, and pushes, is cut off from the
 * others and from the caller, but not from the registries. Skipped where no hosts can be made.
 */
@Tag("soak")
@RequiresDocker
class PartitionIT {
    private static final int NODES = 3;
    private static final int IMAGES = 24;
    private static final int PUSHES = 4;
    private static final long PATIENCE_S = 180;

    @TempDir
    private Path folder;

    private final Vertx alone = Vertx.vertx();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<Path> confs = new ArrayList<>();
    private final List<RegistryContainer> registries = new ArrayList<>();
    private NetworkHosts hosts;
    private String source;
    private String target;
    private Vertx vertx;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        String impossible = NetworkHosts.impossible();
        assumeTrue(impossible == null, impossible);
        hosts = NetworkHosts.start(NODES);
        source = registry();
        target = registry();
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(source, "team/app", "v" + i);
        }
        SmallImages.put(target, "one/team/app", "gone");
        SmallImages.put(target, "two/team/app", "gone");
        String name = "test-" + UUID.randomUUID();
        for (int i = 0; i < NODES; i++) {
            confs.add(conf(name, hosts.host(i)));
            nodes.add(NodeProcess.start(hosts.in(i), folder, confs.get(i), config(i)));
        }
        for (NodeProcess node : nodes) {
            node.ready();
        }
        vertx = await(
                ClusteredVertx.join(new VertxOptions(), conf(name, hosts.here(2)), EventBusConfig.defaults(), true));
        client = RegistryClient.create(vertx);
    }

    private String registry() {
        RegistryContainer registry = new RegistryContainer();
        registries.add(registry);
        registry.start();
        return registry.url(hosts.here(1));
    }

    /** With ports: where none is named all are tried, also when the sides look for each other. */
    private Path conf(String name, String host) throws IOException {
        String members = Stream.concat(
                        Stream.of(hosts.here(2)),
                        Stream.iterate(0, i -> i + 1).limit(NODES).map(hosts::host))
                .map(member -> "<member>" + member + ":5701</member>")
                .collect(Collectors.joining());
        String text = Files.readString(Path.of("conf/cluster.xml"))
                .replace("<cluster-name>vertx-registry<", "<cluster-name>" + name + "<")
                .replaceFirst("<member>127.0.0.1</member>", members)
                .replace("<interface>127.0.0.1<", "<interface>" + host + "<")
                // What takes ten seconds by default takes five here.
                .replace("no.heartbeat.seconds\">10<", "no.heartbeat.seconds\">5<")
                .replace("run.delay.seconds\">10<", "run.delay.seconds\">5<");
        return Files.writeString(folder.resolve(host + ".xml"), text);
    }

    private JsonObject config(int number) {
        JsonObject known = new JsonObject()
                .put("source", new JsonObject().put("url", source).put("perSecond", 10))
                .put("target", new JsonObject().put("url", target));
        return new JsonObject()
                .put("nodeId", "node-" + number)
                .put("cluster", new JsonObject().put("size", NODES))
                .put("registries", new JsonObject().put("known", known).put("byDefault", "target"));
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
        if (vertx != null) {
            await(vertx.close());
        }
        await(alone.close());
        registries.forEach(RegistryContainer::stop);
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    @Timeout(600)
    void bothSidesGoOnAndOnlyTheLargerDeletes() throws Exception {
        // Given
        Path tar = ImageTarFixture.image("pushed/app:1")
                .layer(bytes(8 << 20), Compression.NONE)
                .write(folder.resolve("app.tar"), TarShape.DOCKER_LEGACY);
        String job = await(client.startSync(SyncRequest.of("source", "target", "team/*")
                        .under("one")
                        .deletingVanished()))
                .jobId();
        Recoveries recoveries = new Recoveries(vertx);
        String lead = eventually("nobody leads", () -> recoveries.lead(job));
        int cut = Integer.parseInt(lead.substring("node-".length()));
        List<String> others = new ArrayList<>(List.of(hosts.here(2)));
        Stream.iterate(0, i -> i + 1).limit(NODES).filter(i -> i != cut).forEach(i -> others.add(hosts.host(i)));
        List<Future<PushReply>> pushes = Stream.iterate(0, i -> i + 1)
                .limit(PUSHES)
                .map(i -> client.lendingFiles()
                        .push(PushRequest.of(tar.toString()).as("pushed/app-" + i, "1")))
                .toList();
        // When
        hosts.cut(cut, others);
        long cutNs = System.nanoTime();
        SyncStatus larger = eventually("the job of the larger side is stuck", () -> ended(job));
        long endedMs = millisSince(cutNs);
        JsonObject smaller = eventually("the smaller side does not know of the cut", () -> {
            JsonObject listed = run(cut, "nodes");
            return listed != null && listed.getJsonArray("nodes").size() == 1 ? alone(cut) : null;
        });
        Map<String, String> keptByTheSmaller = SmallImages.digests(target, "two/team/app");
        hosts.heal(cut, others);
        long healNs = System.nanoTime();
        eventually("the sides do not meet", () -> isWhole(cut) ? true : null);
        long mergedMs = millisSince(healNs);
        // Then
        assertThat(larger.state()).as("%s", larger).isEqualTo(State.DONE);
        assertThat(larger.totals().deleted()).isEqualTo(1);
        assertThat(smaller.getString("state")).as("%s", smaller).isEqualTo("failed");
        assertThat(smaller.encode()).contains("nothing is deleted without more than half of them");
        assertThat(keptByTheSmaller).containsKey("gone");
        eventually(
                "a job that the smaller side went on with does not end",
                () -> await(client.syncJobs()).stream()
                                .allMatch(each -> each.state().isEnd())
                        ? true
                        : null);
        assertThat(SmallImages.digests(target, "one/team/app")).isEqualTo(SmallImages.digests(source, "team/app"));
        for (Future<PushReply> push : pushes) {
            assertThat(await(push).images()).hasSize(1);
        }
        assertThat(await(client.onNode(lead).ping()).reachable()).isTrue();
        Figures.tell(
                "partition: the job of the larger side ended %d ms after the cut, all were one again %d ms after the heal",
                endedMs, mergedMs);
    }

    /** The smaller side is asked on its own host to bring another prefix to the state of the source. */
    private JsonObject alone(int host) throws Exception {
        Path config = Files.writeString(
                folder.resolve("caller.json"),
                config(host).put("nodeId", "caller").encode());
        return run(
                host,
                "sync",
                source.substring("http://".length()) + "/team/*",
                target.substring("http://".length()) + "/two",
                "--delete-vanished",
                "--tags",
                "regex:v1|gone",
                "--plain-http",
                "--cluster",
                "--conf",
                config.toString());
    }

    /** Runs a command on a host, as a member of what it takes for the cluster; returns what it tells, or null. */
    private JsonObject run(int host, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--json", "--cluster-conf", confs.get(host).toString()));
        List<String> words = new ArrayList<>(hosts.in(host));
        words.addAll(NodeProcess.java(Main.class, all.toArray(String[]::new)));
        String out = Command.output(words.toArray(String[]::new));
        return out.isBlank() ? null : new JsonObject(out);
    }

    private SyncStatus ended(String job) {
        SyncStatus status = await(client.syncJob(job));
        return status.state().isEnd() ? status : null;
    }

    private boolean isWhole(int cut) throws Exception {
        if (await(client.nodes()).size() < NODES) {
            return false;
        }
        JsonObject there = run(cut, "nodes");
        return there != null && there.getJsonArray("nodes").size() == NODES && answers("node-" + cut);
    }

    private boolean answers(String nodeId) {
        try {
            return await(client.onNode(nodeId).nodes()).stream()
                    .map(NodeStatus::nodeId)
                    .toList()
                    .contains(nodeId);
        } catch (RegistryException e) {
            return false;
        }
    }

    /** Waits until there is something; a failure meanwhile is one that may pass. */
    private <T> T eventually(String otherwise, Callable<T> wanted) throws Exception {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        Map<String, Integer> failures = new TreeMap<>();
        while (System.nanoTime() < untilNs) {
            try {
                T found = wanted.call();
                if (found != null) {
                    return found;
                }
            } catch (RegistryException e) {
                failures.merge(e.toString(), 1, Integer::sum);
            }
            await(alone.timer(200, TimeUnit.MILLISECONDS));
        }
        throw new AssertionError(otherwise + " " + failures);
    }

    private static long millisSince(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ns);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
