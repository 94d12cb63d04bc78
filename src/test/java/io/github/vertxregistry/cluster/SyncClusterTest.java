package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.config.ClusterConfig;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.config.ScheduleConfig;
import io.github.vertxregistry.config.SyncConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs that nodes of one cluster do together: started by a caller with no verticles, over real sockets. */
class SyncClusterTest {
    private static final int IMAGES = 24;
    private static Vertx alone;
    private static Cluster cluster;
    private static RegistryClient client;
    private static Vertx leaving;
    private static String source;
    private static String target;
    private static ScriptedServer counted;
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    @BeforeAll
    static void start() {
        alone = Vertx.vertx();
        cluster = new Cluster();
        source = embedded();
        target = embedded();
        counted = ScriptedServer.of(exchange -> {
            MOST.accumulateAndGet(ASKED.incrementAndGet(), Math::max);
            await(pause(10));
            // Before the answer is there, and the next request with it.
            ASKED.decrementAndGet();
            exchange.forward(target);
        });
        cluster.node(config("left"));
        leaving = cluster.node(config("right"));
        client = RegistryClient.create(cluster.caller());
        IntStream.range(0, IMAGES).forEach(i -> SmallImages.put(source, "team/app-" + i % 3, "v" + i));
    }

    private static String embedded() {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        return embedded.url();
    }

    private static ToolkitConfig config(String nodeId) {
        Map<String, RegistryConfig> known = Map.of(
                "source", RegistryConfig.at(source),
                "target", RegistryConfig.at(target),
                "counted", new RegistryConfig(counted.url(), null, null, 4, null, null));
        return ToolkitConfig.defaults()
                .withNodeId(nodeId)
                .withCluster(new ClusterConfig(4, 500L, null))
                .withRegistries(new RegistriesConfig(known, "source", null));
    }

    @AfterAll
    static void stop() {
        await(client.close());
        cluster.close();
        counted.close();
        await(alone.close());
    }

    private static Future<Void> pause(long ms) {
        return Future.future(over -> alone.setTimer(ms, timer -> over.complete()));
    }

    private static SyncRequest request(String prefix) {
        return SyncRequest.of("source", "target", "team/*").under(prefix).withConcurrency(2);
    }

    @Test
    void allNodesTakeTheirShare() {
        // When
        SyncStatus job = await(client.sync(request("shared")));
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        // One that is thought to be dead for a moment, on a busy machine, has its step done twice: it is there then.
        assertThat(job.totals().copied() + job.totals().there()).isEqualTo(IMAGES);
        assertThat(job.nodes()).containsKey("left").hasSizeGreaterThan(1);
        assertThat(SmallImages.digests(target, "shared/team/app-0"))
                .isEqualTo(SmallImages.digests(source, "team/app-0"));
    }

    @Test
    void aNodeThatEndsGivesBackWhatItHasAndOneThatJoinsTakesIt() {
        // Given
        String id = await(client.startSync(request("moving").as("moving"))).jobId();
        // When
        cluster.leave(leaving);
        cluster.node(config("third"));
        SyncStatus job = await(client.awaitSync(id, status -> {}));
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.totals().copied() + job.totals().there()).isEqualTo(IMAGES);
        assertThat(SmallImages.digests(target, "moving/team/app-2"))
                .isEqualTo(SmallImages.digests(source, "team/app-2"));
    }

    @Test
    void nothingIsDeletedWithoutMostOfTheNodes() {
        // Given: two of four nodes
        await(client.sync(request("kept")));
        SmallImages.put(target, "kept/team/app-0", "old");
        // When
        SyncStatus job = await(client.sync(request("kept").deletingVanished()));
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.totals().vanished()).isOne();
        assertThat(job.totals().deleted()).isZero();
        assertThat(job.reason()).contains("2 of 4 nodes are there");
        assertThat(SmallImages.digests(target, "kept/team/app-0")).containsKey("old");
    }

    @Test
    void aRegistryThatTheNodesDoNotKnowIsRefused() {
        // When
        var failure = failure(client.startSync(SyncRequest.of("source", "http://127.0.0.1:1", "team/*")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(List.of(failure.getMessage())).first().asString().contains("127.0.0.1:1");
    }

    @Test
    void whatAScheduleBeginsIsOneJob() {
        // Given: two nodes with the same schedule, each second
        JsonObject job = new JsonObject()
                .put("source", "source")
                .put("target", "target")
                .put("prefix", "scheduled")
                .put("images", new JsonArray().add("team/app-1"));
        SyncConfig scheduled =
                new SyncConfig(null, null, null, Map.of("often", new ScheduleConfig("* * * * * *", null, job)));
        Vertx one = cluster.node(config("one").withPrefix("cron").withSync(scheduled));
        await(one.deployVerticle(
                new RegistryToolkit(config("two").withPrefix("cron").withSync(scheduled))));
        RegistryClient cron = RegistryClient.create(one, null, "cron", CallOptions.DEFAULT);
        // When
        SyncStatus first = await(Future.future(
                ended -> one.setPeriodic(50, timer -> cron.syncJobs().onSuccess(jobs -> jobs.stream()
                        .filter(done -> done.state().isEnd())
                        .findFirst()
                        .ifPresent(done -> ended.tryComplete(done))))));
        // Then
        assertThat(first.jobId()).startsWith("often-2");
        assertThat(first.state()).isEqualTo(State.DONE);
        assertThat(await(cron.syncJobs())).extracting(SyncStatus::startedAt).doesNotHaveDuplicates();
        assertThat(SmallImages.digests(target, "scheduled/team/app-1"))
                .isEqualTo(SmallImages.digests(source, "team/app-1"));
    }

    @Test
    void allNodesTogetherKeepARegistrysLimit() {
        // Given: the nodes have heard of each other
        await(pause(1_200));
        MOST.set(0);
        // When
        SyncStatus job =
                await(client.sync(SyncRequest.of("source", "counted", "team/*").under("limited")));
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.nodes()).hasSizeGreaterThan(1);
        assertThat(MOST.get()).isBetween(2, 4);
    }
}
