package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Endpoint;
import io.github.vertxregistry.message.CancelMessage;
import io.github.vertxregistry.message.NodesReply;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.OperationsReply;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for what runs on this node, on an event loop: a worker that blocks could neither tell of its work nor be
 * stopped. Its stop ends the work of all verticles in order.
 */
final class OperationsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsVerticle.class);

    private static final int PATIENT_BEATS = 5;

    private final ToolkitNode node;
    private int sharing = 1;
    private int beatsWithFewer;

    OperationsVerticle(ToolkitNode node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        Endpoint endpoint = node.endpoint(vertx)
                .serve(
                        Operations.OPERATIONS_LIST,
                        (request, task) -> Future.succeededFuture(
                                new OperationsReply(node.inFlight().list())))
                .serve(
                        Operations.OPERATIONS_GET,
                        (request, task) ->
                                Future.succeededFuture(node.inFlight().get(request.operationId())))
                .serve(
                        Operations.NODES_LIST,
                        (request, task) -> node.nodes().list().map(NodesReply::new))
                .listen(node.addresses().cancel(), CancelMessage.class, message -> node.inFlight()
                        .cancel(message.operationId()));
        if (vertx.isClustered()) {
            vertx.setPeriodic(0, node.config().cluster().beatMs(), id -> shareLimits());
        }
        return endpoint.ready();
    }

    /** What a registry may be asked is asked by all nodes together, of which each takes its part. */
    private void shareLimits() {
        node.nodes()
                .list()
                .onSuccess(living -> share(Math.max(1, (int) living.stream()
                        .filter(other -> !other.roles().isEmpty())
                        .count())))
                .onFailure(cause -> LOG.warn("the limits of registries stay as they are: {}", cause.toString()));
    }

    /** Of more nodes each takes less at once; of fewer more only when they are fewer for some time: one may be busy, not dead. */
    private void share(int workers) {
        beatsWithFewer = workers < sharing ? beatsWithFewer + 1 : 0;
        if (workers >= sharing || beatsWithFewer > PATIENT_BEATS) {
            sharing = workers;
            beatsWithFewer = 0;
            node.registries().share(workers);
        }
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }
}
