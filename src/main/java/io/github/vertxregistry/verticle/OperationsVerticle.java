package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Endpoint;
import io.github.vertxregistry.cluster.Sharing;
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

    private final ToolkitNode node;
    private final Sharing sharing;

    OperationsVerticle(ToolkitNode node) {
        this.node = node;
        this.sharing = new Sharing(node.config().cluster().size());
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
                .onSuccess(living -> node.registries().share(sharing.beat(living)))
                .onFailure(cause -> LOG.warn("the limits of registries stay as they are: {}", cause.toString()));
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }
}
