package io.github.vertxregistry.bus;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.Operations;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handlers that block have answered before their threads are done with it. */
class WorkerEndpointTest extends EndpointFixture {
    @Test
    void isNotClosedBeforeItsWorkersAreDone() {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        await(vertx.deployVerticle(
                new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        return new Endpoint(vertx, Addresses.DEFAULT, "node-1", List.of(), inFlight)
                                .serve(Operations.TAR_TAGS, (request, task) -> {
                                    // Takes the worker's only thread before the end of this work is told to it.
                                    context.executeBlocking(() -> busy.await(20, TimeUnit.SECONDS), false);
                                    return Future.succeededFuture(TAGS);
                                })
                                .ready();
                    }
                },
                new DeploymentOptions()
                        .setThreadingModel(ThreadingModel.WORKER)
                        .setWorkerPoolName("worker-endpoint-test")
                        .setWorkerPoolSize(1)));
        await(tags(CallOptions.DEFAULT).result());
        // When
        Future<Void> closed = inFlight.close();
        Promise<Boolean> meanwhile = Promise.promise();
        vertx.setTimer(300, id -> meanwhile.complete(closed.isComplete()));
        // Then
        assertThat(await(meanwhile.future())).isFalse();
        busy.countDown();
        await(closed);
    }
}
