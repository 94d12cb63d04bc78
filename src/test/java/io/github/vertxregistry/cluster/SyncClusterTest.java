package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.ClusterConfig;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.SmallImages;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs that nodes of one cluster do together: started by a caller with no verticles, over real sockets. */
class SyncClusterTest {
    private static final int IMAGES = 24;
    private static final Vertx ALONE = Vertx.vertx();
    private static final Cluster CLUSTER = new Cluster();
    private static RegistryClient client;
    private static Vertx leaving;
    private static String source;
    private static String target;

    @BeforeAll
    static void start() {
        source = embedded();
        target = embedded();
        CLUSTER.node(config("left"));
        leaving = CLUSTER.node(config("right"));
        client = RegistryClient.create(CLUSTER.caller());
        IntStream.range(0, IMAGES).forEach(i -> SmallImages.put(source, "team/app-" + i % 3, "v" + i));
    }

    private static String embedded() {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(ALONE.deployVerticle(embedded));
        return embedded.url();
    }

    private static ToolkitConfig config(String nodeId) {
        return ToolkitConfig.defaults()
                .withNodeId(nodeId)
                .withCluster(new ClusterConfig(4, 200L, null))
                .withRegistry("target", target)
                .withRegistry("source", source);
    }

    @AfterAll
    static void stop() {
        await(client.close());
        CLUSTER.close();
        await(ALONE.close());
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
        CLUSTER.leave(leaving);
        CLUSTER.node(config("third"));
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
}
