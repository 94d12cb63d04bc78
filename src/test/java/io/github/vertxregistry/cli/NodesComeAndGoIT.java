package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in JVMs of their own join in the middle of work, and are told to end in the middle of it. */
@Timeout(300)
class NodesComeAndGoIT {
    private static final int IMAGES = 40;
    private static final int LAYERS = 12;
    private static final long PATIENCE_S = 120;

    @TempDir
    private Path folder;

    private final Vertx alone = Vertx.vertx();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private String source;
    private String target;
    private Path conf;
    private Vertx caller;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        source = embedded();
        target = embedded();
        conf = ClusterConf.write(folder);
        nodes.add(node(0));
        nodes.get(0).ready();
        caller = await(ClusteredVertx.join(new VertxOptions(), conf, EventBusConfig.defaults(), true));
        client = RegistryClient.create(caller);
    }

    private String embedded() {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        return embedded.url();
    }

    /** What the registries may be asked in a second makes the work last. */
    private NodeProcess node(int number) throws Exception {
        JsonObject known = new JsonObject()
                .put("source", new JsonObject().put("url", source).put("perSecond", 20))
                .put("target", new JsonObject().put("url", target).put("perSecond", 20));
        return NodeProcess.start(
                folder,
                conf,
                new JsonObject()
                        .put("nodeId", "node-" + number)
                        .put("operations", new JsonObject().put("drainTimeoutMs", 60_000))
                        .put("paths", new JsonObject().put("roots", new JsonArray().add(folder.toString())))
                        .put("registries", new JsonObject().put("known", known).put("byDefault", "target")));
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
        await(caller.close());
        await(alone.close());
    }

    @Test
    void aNodeThatJoinsInTheMiddleOfAJobTakesWork() throws Exception {
        // Given: a job that has begun, and waits until there is another node
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(source, "team/app", "v" + i);
        }
        String job = await(client.startSync(
                        SyncRequest.of("source", "target", "team/*").withConcurrency(1)))
                .jobId();
        eventually(() -> await(client.syncJob(job)).totals().copied() > 0);
        await(client.pauseSync(job));
        nodes.add(node(1));
        nodes.get(1).ready();
        // When
        await(client.resumeSync(job));
        SyncStatus end = await(client.awaitSync(job, status -> {}));
        // Then
        assertThat(end.state()).as("%s", end).isEqualTo(State.DONE);
        assertThat(end.nodes()).as("%s", end).containsOnlyKeys("node-0", "node-1");
        assertThat(SmallImages.digests(target, "team/app")).isEqualTo(SmallImages.digests(source, "team/app"));
    }

    @Test
    void aNodeThatIsToldToEndFinishesItsPush() throws Exception {
        // Given
        nodes.add(node(1));
        nodes.get(1).ready();
        ImageTarFixture image = ImageTarFixture.image("pushed/app:1");
        for (int i = 0; i < LAYERS; i++) {
            image = image.layer("file", "of layer " + i, Compression.NONE);
        }
        Path tar = image.write(folder.resolve("app.tar"), TarShape.DOCKER_LEGACY);
        Transfer<PushReply> push = client.onNode("node-1").startPush(PushRequest.of(tar.toString()));
        eventually(() -> running("node-1") > 0);
        // When
        int code = nodes.get(1).end();
        // Then
        assertThat(await(push.result()).images()).hasSize(1);
        assertThat(code).isIn(0, 143);
        assertThat(SmallImages.digests(target, "pushed/app")).containsKey("1");
        assertThat(await(client.nodes())).extracting(NodeStatus::nodeId).containsExactly("node-0");
    }

    private int running(String nodeId) {
        return await(client.nodes()).stream()
                .filter(node -> node.nodeId().equals(nodeId))
                .mapToInt(NodeStatus::running)
                .sum();
    }

    private void eventually(BooleanSupplier condition) {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(untilNs);
            await(alone.timer(50, TimeUnit.MILLISECONDS));
        }
    }
}
