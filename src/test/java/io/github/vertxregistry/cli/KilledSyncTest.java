package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.SmallImages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes in JVMs of their own are killed while they bring a registry to the state of another: the job ends, and nothing is missing.
 * The soak profile has jobs of 200 images until it has killed 100 times.
 */
@Tag("soak")
class KilledSyncTest {
    private static final int KILLS = Integer.getInteger("vertxregistry.kills", 1);
    private static final boolean LONG = KILLS > 1;
    private static final int NODES = LONG ? 3 : 2;
    private static final int IMAGES = LONG ? 200 : 20;
    private static final int REPOSITORIES = 5;

    @TempDir
    private Path folder;

    private final Vertx alone = Vertx.vertx();
    private final Random random = new Random(7);
    private final List<NodeProcess> nodes = new ArrayList<>();
    private String source;
    private String target;
    private Path conf;
    private Vertx caller;
    private RegistryClient client;
    private int kills;

    @BeforeEach
    void start() throws Exception {
        source = embedded();
        target = embedded();
        conf = ClusterConf.write(folder);
        for (int i = 0; i < NODES; i++) {
            nodes.add(node(i));
        }
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(source, "team/app-" + i % REPOSITORIES, "v" + i);
        }
        for (NodeProcess node : nodes) {
            node.ready();
        }
        caller = await(ClusteredVertx.join(new VertxOptions(), conf, EventBusConfig.defaults(), true));
        client = RegistryClient.create(caller);
    }

    private String embedded() {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        return embedded.url();
    }

    /** What the target may be asked in a second, by all nodes together, gives the nodes the time to be killed. */
    private NodeProcess node(int number) throws Exception {
        JsonObject known = new JsonObject()
                .put("source", new JsonObject().put("url", source))
                .put("target", new JsonObject().put("url", target).put("perSecond", LONG ? 150 : 100));
        return NodeProcess.start(
                folder,
                conf,
                new JsonObject()
                        .put("nodeId", "node-" + number)
                        .put("registries", new JsonObject().put("known", known).put("byDefault", "source")));
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
        await(caller.close());
        await(alone.close());
    }

    @Test
    @Timeout(1_200)
    void theTargetEqualsTheSource() throws Exception {
        // Given
        List<String> told = new ArrayList<>();
        // When
        do {
            String prefix = "mirror-" + told.size();
            SyncStatus job =
                    killedJob(SyncRequest.of("source", "target", "team/*").under(prefix));
            told.add(job.totals() + " in " + job.elapsedMs() + " ms");
            // Then
            assertThat(job.state()).as("%s", job).isEqualTo(State.DONE);
            for (int i = 0; i < REPOSITORIES; i++) {
                assertThat(SmallImages.digests(target, prefix + "/team/app-" + i))
                        .isEqualTo(SmallImages.digests(source, "team/app-" + i));
            }
        } while (kills < KILLS);
        assertThat(await(client.syncJobs())).allMatch(job -> job.state() == State.DONE);
        Figures.tell("killed sync", kills + " kills, " + told.size() + " jobs of " + IMAGES + ": " + told);
    }

    private SyncStatus killedJob(SyncRequest request) throws Exception {
        String id = await(client.startSync(request)).jobId();
        Future<SyncStatus> end = client.awaitSync(id, status -> {});
        do {
            await(pause(300 + random.nextInt(LONG ? 2_000 : 300)));
            if (end.isComplete()) {
                break;
            }
            kill(random.nextInt(NODES));
        } while (!end.isComplete() && kills < KILLS);
        return await(end);
    }

    private void kill(int number) throws Exception {
        nodes.get(number).kill();
        kills++;
        if (LONG) {
            nodes.set(number, node(number).ready());
        }
    }

    private Future<Void> pause(long ms) {
        return Future.future(done -> alone.setTimer(ms, id -> done.complete()));
    }
}
