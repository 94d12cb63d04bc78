package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.testkit.Cluster;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and a caller with no verticles, members of one cluster: what each is asked goes over real sockets. */
class ClusterTest {
    @TempDir
    private static Path folder;

    private static Vertx alone;
    private static Cluster cluster;
    private static String registry;
    private static Vertx left;
    private static Vertx right;
    private static Vertx caller;
    private static RegistryClient client;

    @BeforeAll
    static void start() {
        alone = Vertx.vertx();
        cluster = new Cluster();
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(alone.deployVerticle(embedded));
        registry = embedded.url();
        left = cluster.node(config("left"));
        right = cluster.node(config("right"));
        caller = cluster.caller();
        client = RegistryClient.create(caller);
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
        cluster.close();
        await(alone.close());
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

    /** A node under another prefix on one member, and on another something that takes requests and is never heard of again. */
    private static RegistryClient besidesADeadNode(String prefix, AtomicInteger taken, Operation<?, ?>... operations) {
        OperationsConfig quick = new OperationsConfig(null, null, 20L, null);
        await(left.deployVerticle(new RegistryToolkit(
                config("alive").withPrefix(prefix).withOperations(quick).withRegistries(anyRegistry()))));
        for (Operation<?, ?> operation : operations) {
            await(right.eventBus()
                    .consumer(new Addresses(prefix).of(operation), message -> taken.incrementAndGet())
                    .completion());
        }
        Duration lostAfter = Duration.ofMillis(400);
        return RegistryClient.create(
                caller, null, prefix, new CallOptions(Duration.ofSeconds(20), Duration.ofSeconds(20), lostAfter));
    }

    private static RegistriesConfig anyRegistry() {
        return new RegistriesConfig(Map.of(), registry, true);
    }

    @Test
    void whatADeadNodeHasTakenIsDoneByAnother() {
        // Given
        AtomicInteger taken = new AtomicInteger();
        RegistryClient quick = besidesADeadNode("dead", taken, Operations.PING, Operations.IMAGES_EDIT);
        // When
        List<Future<PingReply>> pings = List.of(quick.ping(), quick.ping(), quick.ping(), quick.ping());
        Future<AssembledImage> edit = quick.editImage(editOfNothing());
        Future<AssembledImage> another = quick.editImage(editOfNothing());
        // Then
        pings.forEach(ping -> assertThat(await(ping).reachable()).isTrue());
        assertThat(failure(edit).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(another).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(taken.get()).isPositive();
    }

    private static EditImageRequest editOfNothing() {
        return new EditImageRequest(
                null, "no/such", "1", null, ImageReference.of("no/such:2"), ImageChanges.NONE.withUser("a"));
    }

    @Test
    void whatMayHaveBeenDeletedIsNotDeletedAgain() {
        // Given
        AtomicInteger taken = new AtomicInteger();
        RegistryClient quick = besidesADeadNode("once", taken, Operations.IMAGES_DELETE);
        // When
        List<RegistryException> failures = Stream.generate(() -> failure(quick.deleteTag("no/such", "1")))
                .limit(5)
                .toList();
        // Then
        assertThat(failures)
                .extracting(RegistryException::kind)
                .containsOnly(FailureKind.NODE_LOST, FailureKind.NOT_FOUND);
        assertThat(failures).allMatch(failure -> !failure.retryable());
        assertThat(failures)
                .filteredOn(failure -> failure.kind() == FailureKind.NODE_LOST)
                .hasSize(taken.get());
    }

    private static void late(CountDownLatch never) {
        try {
            assertThat(never.await(1, TimeUnit.SECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNodeThatTakesItsTimeIsNotLost() {
        // Given: a registry that answers late
        RegistryClient quick = besidesADeadNode("slow", new AtomicInteger());
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer slow = ScriptedServer.of(exchange -> {
            late(never);
            exchange.answer(200, Map.of(), "");
        })) {
            // When
            PingReply reply = await(quick.withRegistry(slow.url()).ping());
            // Then
            assertThat(reply.reachable()).isTrue();
        }
    }

    @Test
    void aRegistryThatTheNodesDoNotKnowIsRefused() {
        // When
        var failure = failure(client.withRegistry("http://127.0.0.1:1").ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
    }
}
