package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.ClusterConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node has begun to upload when it dies is given up by another. */
class OpenUploadsTest {
    /** Five of them are patience enough for the one that is told anew every 50 ms. */
    private static final long BEAT_MS = 200;

    private static final long RENEW_MS = 50;
    private static final String OPENED = "/v2/team/app/blobs/uploads/opened";

    @TempDir
    private Path folder;

    private final Cluster cluster = new Cluster();
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
    private final ScriptedServer registry = ScriptedServer.of(exchange -> {
        switch (exchange.method()) {
            // As Distribution 3 does: it wants to hear how much it has.
            case "DELETE" -> {
                boolean stale = exchange.uri().endsWith("_state=1");
                exchange.answer(stale ? 416 : 204, Map.of(), "");
                if (!stale) {
                    deleted.add(exchange.uri());
                }
            }
            case "GET" -> exchange.answer(204, Map.of("Location", exchange.uri().replace("_state=1", "_state=2")), "");
            case "POST" -> exchange.answer(202, Map.of("Location", OPENED), "");
            case "HEAD" -> exchange.answer(404, Map.of(), "");
            default -> {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                begun.add(exchange.uri());
                exchange.hang();
            }
        }
    });

    @AfterEach
    void stop() {
        cluster.close();
        registry.close();
    }

    private ToolkitConfig config(String nodeId) {
        return ToolkitConfig.defaults()
                .withNodeId(nodeId)
                .withCluster(new ClusterConfig(null, BEAT_MS, null))
                .withRegistries(new RegistriesConfig(Map.of(), registry.url(), true));
    }

    private AsyncMap<String, String> told(Vertx member) {
        return await(member.sharedData().getAsyncMap("registry.uploads"));
    }

    private String left(String path, long beat) {
        JsonObject upload = new JsonObject()
                .put("registry", registry.url())
                .put("repository", "team/app")
                .put("location", registry.url() + path);
        return new JsonObject()
                .put("nodeId", "dead")
                .put("beat", beat)
                .put("uploads", new JsonArray().add(upload))
                .encode();
    }

    @Test
    void whatADeadNodeHasLeftIsDeletedAtTheRegistry() throws InterruptedException {
        // Given
        Vertx node = cluster.node(config("lives"));
        AsyncMap<String, String> told = told(node);
        // When
        await(told.put("dead", left("/v2/team/app/blobs/uploads/left?_state=1", 7)));
        // Then
        assertThat(deleted.poll(30, TimeUnit.SECONDS)).isEqualTo("/v2/team/app/blobs/uploads/left?_state=2");
        assertThat(await(told.keys())).doesNotContain("dead");
    }

    @Test
    void whatIsToldAnewIsLeftAlone() throws InterruptedException {
        // Given: one that beats, and one that does not
        Vertx node = cluster.node(config("lives"));
        AsyncMap<String, String> told = told(node);
        long[] beat = {0};
        await(told.put("busy", left("/busy", 0)));
        long timer = node.setPeriodic(RENEW_MS, id -> told.put("busy", left("/busy", ++beat[0])));
        // When
        for (String path : List.of("/one", "/two")) {
            await(told.put("dead", left(path, 1)));
            assertThat(deleted.poll(30, TimeUnit.SECONDS)).isEqualTo(path);
        }
        // Then
        node.cancelTimer(timer);
        assertThat(await(told.keys())).contains("busy");
    }

    @Test
    void aNodeTellsWhatItHasOpenUntilItIsOver() throws Exception {
        // Given
        Path tar = ImageTarFixture.image("team/app:1")
                .layer(new byte[2 << 20], Compression.NONE)
                .write(folder.resolve("app.tar"), TarShape.DOCKER_LEGACY);
        Vertx node = cluster.node(config("pushes"));
        RegistryClient client = RegistryClient.create(cluster.caller());
        AsyncMap<String, String> told = told(node);
        // When
        var push = client.lendingFiles().startPush(PushRequest.of(tar.toString()));
        assertThat(begun.poll(30, TimeUnit.SECONDS)).isNotNull();
        List<String> during = values(node, told, true);
        push.cancel();
        assertThat(deleted.poll(30, TimeUnit.SECONDS)).isEqualTo(OPENED);
        // Then
        assertThat(during)
                .singleElement()
                .satisfies(text -> assertThat(text).contains("\"pushes\"").contains(registry.url() + OPENED));
        assertThat(values(node, told, false)).isEmpty();
    }

    /** Waits until there are some, or none. */
    private static List<String> values(Vertx vertx, AsyncMap<String, String> told, boolean some) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> values = await(told.values());
        while (values.isEmpty() == some && System.nanoTime() < deadline) {
            await(vertx.timer(RENEW_MS, TimeUnit.MILLISECONDS));
            values = await(told.values());
        }
        return values;
    }
}
