package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.ClusterConfig;
import io.github.vertxregistry.config.InstancesConfig;
import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that share the map of one Vert.x: no cluster is needed to see cards come, go and expire. */
class NodesTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static ToolkitConfig config(String nodeId) {
        return ToolkitConfig.defaults().withNodeId(nodeId).withCluster(new ClusterConfig(null, 20L, null));
    }

    private static NodeStatus card(String nodeId) {
        return new NodeStatus(
                nodeId, List.of(NodeStatus.Role.TARS), true, List.of(), "1", "host", 7, "2026-01-02T03:04:05Z", 0);
    }

    @Test
    void tellsWhatEachNodeCanDo() {
        // Given
        ToolkitConfig calls = config("calls").withInstances(new InstancesConfig(0, 0, 0, 0));
        await(vertx.deployVerticle(new RegistryToolkit(config("works"))));
        await(vertx.deployVerticle(new RegistryToolkit(calls)));
        // When
        List<NodeStatus> nodes = await(RegistryClient.create(vertx).nodes());
        // Then
        assertThat(nodes).extracting(NodeStatus::nodeId).containsExactly("calls", "works");
        assertThat(nodes.get(0).roles()).isEmpty();
        assertThat(nodes.get(1).roles()).containsExactly(NodeStatus.Role.values());
        assertThat(nodes.get(1).pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aNodeThatIsUndeployedIsGoneAtOnce() {
        // Given
        await(vertx.deployVerticle(new RegistryToolkit(config("stays"))));
        String leaves = await(vertx.deployVerticle(new RegistryToolkit(config("leaves"))));
        // When
        await(vertx.undeploy(leaves));
        // Then
        assertThat(await(RegistryClient.create(vertx).nodes()))
                .extracting(NodeStatus::nodeId)
                .containsExactly("stays");
    }

    @Test
    void refusesASecondNodeOfTheSameId() {
        // Given
        await(vertx.deployVerticle(new RegistryToolkit(config("twice"))));
        // When
        RegistryException failure = failure(vertx.deployVerticle(new RegistryToolkit(config("twice"))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure)
                .hasMessageContaining("'twice' lives already, process "
                        + ProcessHandle.current().pid());
    }

    @Test
    void takesThePlaceOfANodeThatWasKilled() {
        // Given: a card that nobody renews
        String left = "{\"nodeId\":\"killed\",\"roles\":[],\"changes\":true,\"pid\":1,\"running\":0}";
        await(vertx.sharedData().<String, String>getAsyncMap("registry.nodes").compose(map -> map.put("killed", left)));
        Nodes nodes = new Nodes(vertx, config("killed"), card("killed"), () -> 3);
        // When
        await(nodes.join());
        // Then
        assertThat(await(nodes.list())).containsExactly(card("killed").withRunning(3));
    }

    @Test
    void aNodeWhoseConfigurationSaysSoChangesNothing() {
        // Given
        ToolkitConfig reads = config("reads").withOperations(new OperationsConfig(null, null, null, false));
        await(vertx.deployVerticle(new RegistryToolkit(reads)));
        RegistryClient client = RegistryClient.create(vertx);
        // When
        RegistryException failure = failure(client.deleteTag("team/app", "1"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_DEPLOYED);
        assertThat(failure.hint().orElseThrow()).contains("operations.changes");
        assertThat(await(client.nodes())).extracting(NodeStatus::changes).containsExactly(false);
    }
}
