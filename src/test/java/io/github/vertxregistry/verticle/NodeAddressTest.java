package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes under one prefix, each with a folder of its own: what is asked of one is done by that one. */
class NodeAddressTest {
    private Toolkit toolkit;
    private RegistryClient client;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        toolkit = Toolkit.start(node("left"));
        ToolkitConfig right = ToolkitConfig.of(node("right")).withRegistry("embedded", toolkit.registry());
        await(toolkit.vertx().deployVerticle(new RegistryToolkit(right)));
        client = toolkit.client();
    }

    private JsonObject node(String id) throws IOException {
        Path files = Files.createDirectory(folder.resolve(id));
        return ToolkitConfig.defaults()
                .withNodeId(id)
                .withPaths(new PathsConfig(List.of(files.toString())))
                .toJson();
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private String tarOfRight() {
        Path tar = folder.resolve("right").resolve("image.tar");
        return image("team/app:1").write(tar, TarShape.DOCKER_LEGACY).toString();
    }

    @Test
    void pushesWhatLiesOnTheNodeThatIsNamed() {
        // Given
        Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();
        // When
        Transfer<PushReply> push =
                client.onNode("right").startPush(PushRequest.of(tarOfRight())).onProgress(events::add);
        // Then
        assertThat(await(push.result()).images()).hasSize(1);
        assertThat(events).isNotEmpty();
        assertThat(await(client.onNode("right").operations()))
                .extracting(OperationStatus::operation)
                .containsOnlyOnce("images.push")
                .doesNotContain("tar.images");
        assertThat(await(client.onNode("left").operations()))
                .extracting(OperationStatus::operation)
                .doesNotContain("images.push");
    }

    @Test
    void anotherNodeDoesNotReadIt() {
        // When
        RegistryException failure = failure(client.onNode("left").tarTags(tarOfRight()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
    }

    @Test
    void tellsThatThereIsNoSuchNode() {
        // When
        RegistryException failure = failure(client.onNode("no such").tarTags(tarOfRight()));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_DEPLOYED);
        assertThat(failure).hasMessageContaining("registry.nodes.no such.tar.tags");
        assertThat(failure.hint().orElseThrow()).contains("nodeId 'no such'");
    }

    @Test
    void whatAnyNodeCanDoIsDoneByAny() {
        // When
        var reply = await(client.onNode("right").ping());
        // Then
        assertThat(reply.reachable()).isTrue();
    }
}
