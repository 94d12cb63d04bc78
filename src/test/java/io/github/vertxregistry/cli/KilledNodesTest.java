package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.Figures;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes in JVMs of their own are killed while a caller pings and pushes files that it lends. What was asked for is done, and
 * what was told to be done is there. The soak profile kills a hundred times.
 */
@Tag("soak")
class KilledNodesTest {
    private static final int KILLS = Integer.getInteger("vertxregistry.kills", 1);
    private static final int NODES = KILLS > 1 ? 3 : 2;
    private static final int AT_ONCE = 4;

    @TempDir
    private Path folder;

    private final Vertx alone = Vertx.vertx();
    private final Random random = new Random(7);
    private final Map<String, String> pushed = new ConcurrentHashMap<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private String registry;
    private Path conf;
    private Vertx caller;
    private RegistryClient client;
    private volatile boolean enough;

    @BeforeEach
    void start() throws Exception {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        registry = embedded.url();
        conf = ClusterConf.write(folder);
        for (int i = 0; i < NODES; i++) {
            nodes.add(node(i));
        }
        for (NodeProcess node : nodes) {
            node.ready();
        }
        caller = await(ClusteredVertx.join(new VertxOptions(), conf, EventBusConfig.defaults(), true));
        client = RegistryClient.create(caller);
    }

    private NodeProcess node(int number) throws Exception {
        JsonObject registries =
                new JsonObject().put("known", new JsonObject().put("local", new JsonObject().put("url", registry)));
        return NodeProcess.start(
                folder,
                conf,
                new JsonObject()
                        .put("nodeId", "node-" + number)
                        .put("registries", registries.put("byDefault", "local")));
    }

    @AfterEach
    void stop() {
        nodes.forEach(NodeProcess::close);
        await(caller.close());
        await(alone.close());
    }

    @Test
    void nothingThatWasAskedForIsLost() throws Exception {
        // Given
        Path tar = ImageTarFixture.image("killed/app:1")
                .layer(bytes(2 << 20), Compression.NONE)
                .layer(bytes(1 << 20), Compression.NONE)
                .write(folder.resolve("app.tar"), TarShape.DOCKER_LEGACY);
        List<Future<Long>> pings =
                Stream.generate(() -> pinging(0, 0)).limit(AT_ONCE).toList();
        List<Future<Integer>> pushes = Stream.iterate(0, i -> i + 1)
                .limit(2)
                .map(i -> pushing(tar, i, 0))
                .toList();
        // When
        for (int kill = 0; kill < KILLS; kill++) {
            await(pause(random.nextInt(1_500)));
            int number = random.nextInt(NODES);
            nodes.get(number).kill();
            if (kill + 1 < KILLS) {
                nodes.set(number, node(number).ready());
            }
        }
        await(pause(500));
        enough = true;
        // Then
        long longest = 0;
        for (Future<Long> ping : pings) {
            longest = Math.max(longest, await(ping));
        }
        int count = 0;
        for (Future<Integer> push : pushes) {
            count += await(push);
        }
        assertThat(count).isPositive().isEqualTo(pushed.size());
        for (Map.Entry<String, String> image : pushed.entrySet()) {
            ManifestReply there = await(client.headManifest(image.getKey(), "1"));
            assertThat(there.digest()).hasToString(image.getValue());
        }
        Figures.tell("nodes killed: %d, pushes done: %d, longest ping: %d ms", KILLS, count, longest);
    }

    private Future<Void> pause(long ms) {
        return Future.future(done -> alone.setTimer(Math.max(1, ms), id -> done.complete()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Pings one after the other until it is enough; returns how long the longest took, in milliseconds. */
    private Future<Long> pinging(long longest, int done) {
        if (enough && done > 0) {
            return Future.succeededFuture(longest);
        }
        long start = System.nanoTime();
        Future<PingReply> ping = client.ping();
        return ping.compose(reply -> {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return pinging(Math.max(longest, took), done + 1);
        });
    }

    /** Pushes one after the other, each to a new repository, which lacks its blobs, until it is enough. */
    private Future<Integer> pushing(Path tar, int lane, int done) {
        if (enough && done > 0) {
            return Future.succeededFuture(done);
        }
        String repository = "killed/app-" + lane + "-" + done;
        Future<PushReply> push =
                client.lendingFiles().push(PushRequest.of(tar.toString()).as(repository, "1"));
        return push.compose(reply -> {
            pushed.put(repository, reply.images().get(0).digest().toString());
            return pushing(tar, lane, done + 1);
        });
    }
}
