package io.github.vertxregistry.bus;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.Headers;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PingRequest;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.message.TarTagsReply;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A message is answered exactly once, whatever its handler does. */
class EndpointTest extends EndpointFixture {
    @Test
    void answersWhatAHandlerThrows() {
        // Given
        servePing((request, task) -> {
            throw new IllegalStateException("oops");
        });
        // When
        RegistryException failure = failure(ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure).hasMessageContaining("oops");
    }

    @Test
    void answersWhereAHandlerGivesNothing() {
        // Given
        servePing((request, task) -> null);
        // When
        RegistryException failure = failure(ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
    }

    @Test
    void answersABodyThatIsNoJsonObject() {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        for (Object body : new Object[] {null, "text", 5}) {
            // When
            ReplyException reply = raw(body, new DeliveryOptions());
            // Then
            assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
            assertThat(new JsonObject(reply.getMessage()).getString("kind")).isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void answersABodyThatIsNestedTooDeep() {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        JsonObject body = new JsonObject();
        for (int i = 0; i < 1_500; i++) {
            body = new JsonObject().put("a", body);
        }
        // When
        ReplyException reply = raw(body, new DeliveryOptions());
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
    }

    @Test
    void failsWithDeadlineBeforeTheCallerGivesUp() {
        // Given
        servePing((request, task) -> Promise.<PingReply>promise().future());
        // When
        RegistryException failure = failure(caller.ask(
                Operations.PING, new PingRequest(null), CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DEADLINE);
    }

    @Test
    void tellsThatNobodyIsDeployed() {
        // When
        RegistryException failure = failure(ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_DEPLOYED);
        assertThat(failure.hint().orElseThrow()).contains("RegistryToolkit");
    }

    @Test
    void tellsThatNobodyReplies() {
        // Given
        vertx.eventBus().consumer("registry.ping", message -> {});
        // When
        RegistryException failure = failure(caller.ask(
                Operations.PING, new PingRequest(null), CallOptions.DEFAULT.withTimeout(Duration.ofMillis(100))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NO_REPLY);
    }

    @Test
    void answersANamedNode() {
        // Given
        serveTags((request, task) -> Future.succeededFuture(TAGS));
        // When
        Message<JsonObject> reply =
                await(vertx.eventBus().request("registry.nodes.node-1.tar.tags", new JsonObject().put("tar", "a.tar")));
        // Then
        assertThat(Operations.TAR_TAGS.decodeReply(reply.body())).isEqualTo(TAGS);
    }

    @Test
    void cancelsAnOperationThatHasNotArrivedYet() {
        // Given
        serveTags((request, task) -> {
            task.check();
            return Future.succeededFuture(TAGS);
        });
        inFlight.cancel("early");
        // When
        RegistryException failure = failure(vertx.eventBus()
                .request(
                        "registry.tar.tags",
                        new JsonObject().put("tar", "a.tar"),
                        new DeliveryOptions().addHeader(Headers.OPERATION_ID, "early"))
                .recover(cause -> Future.failedFuture(
                        FailureMessage.read(((ReplyException) cause).failureCode(), cause.getMessage()))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void acceptsAtOnceAndSendsTheOutcomeAsTheLastEvent() throws InterruptedException {
        // Given
        Promise<TarTagsReply> work = Promise.promise();
        serveTags((request, task) -> work.future());
        CountDownLatch ended = new CountDownLatch(1);
        List<ProgressEvent> events = new ArrayList<>();
        await(vertx.eventBus()
                .<JsonObject>localConsumer("registry.progress.listener", message -> {
                    ProgressEvent event = JsonBinding.fromJson(message.body(), ProgressEvent.class);
                    events.add(event);
                    if (event.isLast()) {
                        ended.countDown();
                    }
                })
                .completion());
        DeliveryOptions options = new DeliveryOptions()
                .addHeader(Headers.ACCEPT, "true")
                .addHeader(Headers.PROGRESS, "registry.progress.listener");
        // When
        Message<JsonObject> accepted =
                await(vertx.eventBus().request("registry.tar.tags", new JsonObject().put("tar", "a.tar"), options));
        work.complete(TAGS);
        // Then
        assertThat(accepted.body().getString("operationId")).isNotEmpty();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(events.get(events.size() - 1).phase()).isEqualTo(ProgressEvent.DONE);
        assertThat(events.get(events.size() - 1).outcome().getJsonArray("tags")).isEmpty();
    }

    @Test
    void stopsWhatMakesNoProgress() {
        // Given
        Promise<TarTagsReply> work = Promise.promise();
        serveTags((request, task) -> {
            task.onStop(() -> work.tryFail(task.stopReason()));
            return work.future();
        });
        // When
        Call<TarTagsReply> call = tags(CallOptions.DEFAULT.withStallTimeout(Duration.ofMillis(300)));
        // Then
        assertThat(failure(call.result()).kind()).isEqualTo(FailureKind.STALLED);
        assertThat(failure(work.future()).kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void tellsThatANodeHasFallenSilent() {
        // Given
        vertx.eventBus().<JsonObject>consumer("registry.tar.tags", message -> vertx.eventBus()
                .send(
                        message.headers().get(Headers.PROGRESS),
                        new JsonObject()
                                .put("operationId", message.headers().get(Headers.OPERATION_ID))
                                .put("seq", 1)
                                .put("phase", "beat")));
        CallOptions options = new CallOptions(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(300));
        // When
        RegistryException failure = failure(tags(options).result());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NODE_LOST);
    }

    @Test
    void logsAFaultOnceWhoeverHearsOfIt() {
        // Given
        serveTags((request, task) -> {
            throw new IllegalStateException("oops");
        });
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            // When
            RegistryException failure = failure(tags(CallOptions.DEFAULT).result());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
            assertThat(logged.toString(StandardCharsets.UTF_8).lines())
                    .filteredOn(line -> line.contains("this toolkit's fault"))
                    .hasSize(1);
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void endsInOrder() {
        // Given
        serveTags((request, task) -> Promise.<TarTagsReply>promise().future());
        Call<TarTagsReply> call = tags(CallOptions.DEFAULT);
        // When
        Future<Void> closed = inFlight.close();
        // Then
        assertThat(failure(call.result()).kind()).isIn(FailureKind.SHUTTING_DOWN, FailureKind.NOT_DEPLOYED);
        await(closed);
    }

    @Test
    void tellsTheLastEventBeforeTheResultOnTheCallersContext() {
        // Given
        serveTags((request, task) -> {
            task.progress().report("index", "a.tar", 1, 2);
            return Future.succeededFuture(TAGS);
        });
        List<String> seen = new ArrayList<>();
        Context context = vertx.getOrCreateContext();
        Promise<Void> told = Promise.promise();
        // When
        context.runOnContext(v -> {
            Call<TarTagsReply> call = tags(CallOptions.DEFAULT);
            call.onProgress(event -> seen.add(event.phase() + (Vertx.currentContext() == context)));
            call.result().onComplete(result -> {
                seen.add("result" + (Vertx.currentContext() == context));
                told.complete();
            });
        });
        // Then
        await(told.future());
        assertThat(seen).endsWith("donetrue", "resulttrue");
    }

    @Test
    void answersAnError() {
        // Given
        servePing((request, task) -> {
            throw new UnsatisfiedLinkError("no such library");
        });
        // When
        RegistryException failure = failure(ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure).hasMessageContaining("no such library");
    }

    @Test
    void sendsProgressToProgressAddressesOnly() {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        DeliveryOptions elsewhere = new DeliveryOptions().addHeader(Headers.PROGRESS, "somebody.else");
        // When
        ReplyException reply = raw(new JsonObject(), elsewhere);
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(reply.getMessage()).contains("progress");
    }

    @Test
    void refusesToStartAfterTheClose() {
        // Given
        serveTags((request, task) -> Future.succeededFuture(TAGS));
        await(caller.close());
        // When
        RegistryException failure = failure(tags(CallOptions.DEFAULT).result());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageContaining("closed");
    }
}
