package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and a caller with no verticles, members of one cluster: what each is asked goes over real sockets. */
class ClusterTest {
    @TempDir
    private static Path folder;

    private static final Vertx ALONE = Vertx.vertx();
    private static final Cluster CLUSTER = new Cluster();
    private static String registry;
    private static RegistryClient client;

    @BeforeAll
    static void start() {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(ALONE.deployVerticle(embedded));
        registry = embedded.url();
        CLUSTER.node(config("left"));
        CLUSTER.node(config("right"));
        client = RegistryClient.create(CLUSTER.caller());
    }

    private static ToolkitConfig config(String nodeId) {
        return ToolkitConfig.defaults()
                .withNodeId(nodeId)
                .withPaths(new PathsConfig(List.of(folder.toString())))
                .withRegistry("embedded", registry);
    }

    @AfterAll
    static void stop() {
        await(client.close());
        CLUSTER.close();
        await(ALONE.close());
    }

    @Test
    void aCallerWithoutVerticlesSeesAllNodes() {
        // When
        List<NodeStatus> nodes = await(client.nodes());
        // Then
        assertThat(nodes).extracting(NodeStatus::nodeId).containsExactly("left", "right");
    }

    @Test
    void whatNeedsNoFileIsDoneByAnyNode() {
        // When
        var reply = await(client.ping());
        // Then
        assertThat(reply.reachable()).isTrue();
    }

    @Test
    void pushesAFileOfTheNodeThatIsNamed() {
        // Given
        Path tar = ImageTarFixture.image("team/app:1").layer("a", "b").write(folder.resolve("a.tar"), TarShape.OCI);
        // When
        PushReply reply = await(client.onNode("right").push(PushRequest.of(tar.toString())));
        // Then
        assertThat(reply.images().get(0).reference()).endsWith("/team/app:1");
        assertThat(await(client.listTags("team/app"))).containsExactly("1");
    }

    @Test
    void aRegistryThatTheNodesDoNotKnowIsRefused() {
        // When
        var failure = failure(client.withRegistry("http://127.0.0.1:1").ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
    }
}
