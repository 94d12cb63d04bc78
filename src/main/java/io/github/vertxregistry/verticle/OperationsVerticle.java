package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Endpoint;
import io.github.vertxregistry.message.CancelMessage;
import io.github.vertxregistry.message.NodesReply;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.OperationsReply;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Answers for what runs on this node, on an event loop: a worker that blocks could neither tell of its work nor be
 * stopped. Its stop ends the work of all verticles in order.
 */
final class OperationsVerticle extends VerticleBase {
    private final ToolkitNode node;

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
        return endpoint.ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }
}
