package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Skopeo;
import io.github.vertxregistry.testkit.SmallImages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.lifecycle.Startables;

/**
 * Nodes and callers, each a JVM, between two registries: while jobs run and callers push, whoever leads, works, calls or idles is
 * killed and replaced. Nothing is lost, and nothing is left. The soak profile kills a hundred times.
 */
@Tag("soak")
@RequiresDocker(with = "skopeo")
class ClusterSoakIT {
    private static final int KILLS = Integer.getInteger("vertxregistry.kills", 4);
    private static final boolean LONG = KILLS > 10;
    private static final int IMAGES = LONG ? 200 : 25;
    private static final int PUSHES = LONG ? 50 : 4;
    private static final int REPOSITORIES = 5;
    private static final int WORKERS = 3;
    private static final int CALLERS = 2;
    /** Those that were opened after the last look at a node that was then killed are given up, too. */
    private static final int LAST_LOOKS = 15;

    private static final long PATIENCE_S = 180;

    private enum Role {
        LEAD,
        WORKER,
        CALLER,
        IDLE
    }

    @TempDir
    private Path folder;

    private final RegistryContainer source = new RegistryContainer();
    private final RegistryContainer target = new RegistryContainer();
    private final Random random = new Random(Long.getLong("vertxregistry.seed", 7));
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private final List<PushingCaller> callers = new ArrayList<>();
    private final Map<String, String> pushed = new ConcurrentHashMap<>();
    private final Map<Role, Integer> kills = new HashMap<>();
    private Path conf;
    private Vertx vertx;
    private RegistryClient client;
    private Recoveries recoveries;
    private int started;
    private int killed;

    @BeforeEach
    void start() throws Exception {
        Startables.deepStart(source, target).join();
        conf = ClusterConf.write(folder);
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(source.url(), "team/app-" + i % REPOSITORIES, "v" + i);
        }
        for (int i = 0; i <= WORKERS; i++) {
            node(i < WORKERS);
        }
        for (NodeProcess node : nodes.values()) {
            node.ready();
        }
        vertx = await(ClusteredVertx.join(new VertxOptions(), conf, EventBusConfig.defaults(), true));
        client = RegistryClient.create(vertx);
        recoveries = new Recoveries(vertx);
        for (int i = 0; i < CALLERS; i++) {
            callers.add(PushingCaller.start(folder, conf, pushed));
        }
    }

    /** What the source may be asked in a second, by all nodes together, gives the time to kill them. */
    private NodeProcess node(boolean works) throws Exception {
        String nodeId = (works ? "worker-" : "idle-") + started++;
        JsonObject known = new JsonObject()
                .put("source", new JsonObject().put("url", source.url()).put("perSecond", LONG ? 12 : 6))
                .put("target", new JsonObject().put("url", target.url()));
        JsonObject config = new JsonObject()
                .put("nodeId", nodeId)
                .put("registries", new JsonObject().put("known", known).put("byDefault", "target"));
        if (!works) {
            config.put(
                    "instances",
                    new JsonObject()
                            .put("registry", 0)
                            .put("transfer", 0)
                            .put("tar", 0)
                            .put("validation", 0));
        }
        NodeProcess node = NodeProcess.start(folder, conf, config);
        nodes.put(nodeId, node);
        return node;
    }

    @AfterEach
    void stop() {
        callers.forEach(PushingCaller::close);
        nodes.values().forEach(NodeProcess::close);
        if (vertx != null) {
            await(vertx.close());
        }
        source.stop();
        target.stop();
    }

    @Test
    @Timeout(2_400)
    void nothingIsLostAndNothingIsLeft() throws Exception {
        // Given
        Map<String, String> wanted = content(source.authority() + "/team/app-", "source");
        List<SyncStatus> jobs = new ArrayList<>();
        // When
        do {
            jobs.add(round("mirror-" + jobs.size(), jobs.size()));
        } while (killed < KILLS);
        for (PushingCaller caller : callers) {
            caller.end();
        }
        // Then
        assertThat(jobs).allMatch(job -> job.state() == State.DONE, "is done");
        for (int round = 0; round < jobs.size(); round++) {
            String prefix = "mirror-" + round + "/team/app-";
            assertThat(content(target.authority() + "/" + prefix, "target-" + round))
                    .as(prefix)
                    .isEqualTo(wanted);
        }
        assertThat(pushed).hasSizeGreaterThanOrEqualTo(PUSHES * jobs.size());
        for (Map.Entry<String, String> push : pushed.entrySet()) {
            assertThat(Skopeo.digest(target.authority() + "/" + push.getKey() + ":1"))
                    .as(push.getKey())
                    .isEqualTo(push.getValue());
        }
        long sinceNs = System.nanoTime();
        eventually("what nodes had told of is left open", () -> toldAndLeft().isEmpty());
        long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNs);
        Set<String> left = target.openUploads();
        for (int look = 0; look < LAST_LOOKS && !left.isEmpty(); look++) {
            await(vertx.timer(1, TimeUnit.SECONDS));
            left = target.openUploads();
        }
        Figures.tell(
                "cluster soak: %d kills %s, %d processes started, %d jobs of %d images, %d reports of jobs, %d pushes, %s; of %d uploads that were"
                        + " told of when their node was killed none was left, %d s after the end; %d others were left",
                killed,
                kills,
                started + callers.size(),
                jobs.size(),
                IMAGES,
                await(client.syncJobs()).size(),
                pushed.size(),
                recoveries,
                recoveries.toldUploads().size(),
                waited,
                left.size());
        assertThat(await(client.syncJobs())).hasSameSizeAs(jobs).allMatch(job -> job.state() == State.DONE);
        assertThat(left).as("sessions whose node died as they were opened").hasSizeLessThanOrEqualTo(killed);
    }

    /** Runs a job to its end, while there are kills left, and the pushes that belong to it. */
    private SyncStatus round(String prefix, int before) throws Exception {
        SyncRequest request = SyncRequest.of("source", "target", "team/*").under(prefix);
        String id = await(client.startSync(request)).jobId();
        Future<SyncStatus> end = client.awaitSync(id, status -> {});
        while (!end.isComplete() && killed < KILLS) {
            watch(end, random.nextInt(LONG ? 2_000 : 1_000));
            if (!end.isComplete()) {
                kill(Role.values()[killed % Role.values().length], id);
            }
        }
        eventually("job " + id + " is stuck", () -> {
            recoveries.look(end.isComplete());
            return end.isComplete();
        });
        eventually("pushes are stuck", () -> pushed.size() >= PUSHES * (before + 1));
        return await(end);
    }

    private void kill(Role role, String jobId) throws Exception {
        if (role == Role.CALLER) {
            callers.remove(random.nextInt(callers.size())).kill();
            callers.add(PushingCaller.start(folder, conf, pushed));
            started++;
        } else {
            String nodeId = victim(role, jobId);
            Set<String> held = recoveries.held(nodeId);
            nodes.remove(nodeId).kill();
            recoveries.killed(nodeId, held);
            node(role != Role.IDLE).ready();
        }
        kills.merge(role, 1, Integer::sum);
        killed++;
    }

    /** Returns who has that role just now; where nobody has it, any node that works. */
    private String victim(Role role, String jobId) {
        List<String> working =
                nodes.keySet().stream().filter(id -> id.startsWith("worker-")).toList();
        String found =
                switch (role) {
                    case LEAD -> recoveries.lead(jobId);
                    case WORKER -> recoveries.uploading(Set.copyOf(working));
                    default ->
                        nodes.keySet().stream()
                                .filter(id -> id.startsWith("idle-"))
                                .findFirst()
                                .orElseThrow();
                };
        return found != null && nodes.containsKey(found) ? found : working.get(random.nextInt(working.size()));
    }

    /** Lets time pass, and sees what has recovered meanwhile. */
    private void watch(Future<?> end, long ms) {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        do {
            await(vertx.timer(50, TimeUnit.MILLISECONDS));
            recoveries.look(end.isComplete());
        } while (System.nanoTime() < untilNs);
    }

    private void eventually(String otherwise, BooleanSupplier condition) {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(untilNs);
            await(vertx.timer(100, TimeUnit.MILLISECONDS));
        }
    }

    private List<String> toldAndLeft() {
        Set<String> open = target.openUploads();
        return recoveries.toldUploads().stream()
                .filter(location -> open.stream().anyMatch(location::contains))
                .toList();
    }

    private Map<String, String> content(String repositories, String name) throws Exception {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < REPOSITORIES; i++) {
            Path here = folder.resolve("skopeo-" + UUID.randomUUID());
            Skopeo.repository(repositories + i, here).forEach((file, digest) -> all.put(file, digest));
        }
        assertThat(all).as(name).hasSizeGreaterThanOrEqualTo(IMAGES * 3);
        return all;
    }
}
