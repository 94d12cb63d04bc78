package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pushes that stand still, are cut, cancelled or undeployed: each ends, and leaves nothing behind. */
class PushStopTest extends PushFixture {
    @Test
    void givesUpAnUploadThatStandsStillAndItsSession() {
        // Given
        // More than the sockets' buffers hold, so that the body cannot be sent whole.
        tar = image("fault/app:1")
                .layer(new byte[32 << 20], Compression.NONE)
                .write(folder.resolve("large.tar"), TarShape.DOCKER_LEGACY);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.STALLED);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertNoTag();
            // What was written to it hangs in the connection: an undeployment does not wait for that.
            await(toolkit.vertx().undeploy(toolkit.deployment()).timeout(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void tellsThatAnUploadWasCut() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.in().readNBytes(100_000);
                exchange.cut();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertNoTag();
        }
    }

    @Test
    void cancelsAPushAndDeletesItsSession() throws InterruptedException {
        // Given
        CountDownLatch uploading = new CountDownLatch(1);
        try (ScriptedServer server = hanging(uploading)) {
            Transfer<PushReply> push = client(server).startPush(PushRequest.of(tar.toString()));
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            push.cancel();
            // Then
            assertThat(failure(push.result()).kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(server.requests()).anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
            assertThat(await(toolkit.client().operation(push.operationId())).state())
                    .hasToString("failed");
        }
    }

    @Test
    void failsWhatRunsWhenItIsUndeployed() throws InterruptedException {
        // Given
        CountDownLatch uploading = new CountDownLatch(1);
        try (ScriptedServer server = hanging(uploading)) {
            Transfer<PushReply> push = client(server).startPush(PushRequest.of(tar.toString()));
            assertThat(uploading.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            await(toolkit.vertx().undeploy(toolkit.deployment()));
            // Then
            assertThat(failure(push.result()).kind()).isEqualTo(FailureKind.SHUTTING_DOWN);
            assertThat(failure(client(server).ping()).kind()).isEqualTo(FailureKind.NOT_DEPLOYED);
        }
    }

    private ScriptedServer hanging(CountDownLatch uploading) {
        return ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                uploading.countDown();
                exchange.in().readNBytes(LAYER);
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @Test
    void writesNoTagOnceItIsCancelledEvenWhileABlobIsCommitted() throws InterruptedException {
        // Given
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT") && committed.getCount() > 0) {
                committed.countDown();
                waitFor(cancelled);
            }
            exchange.forward(toolkit.registry());
        })) {
            Transfer<PushReply> push = client(server).startPush(request().withConcurrency(1));
            assertThat(committed.await(10, TimeUnit.SECONDS)).isTrue();
            // When
            push.cancel();
            await(client(server).operations());
            cancelled.countDown();
            // Then
            assertThat(failure(push.result()).kind()).isEqualTo(FailureKind.CANCELLED);
            assertThat(server.requests()).noneMatch(line -> line.contains("/manifests/"));
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
