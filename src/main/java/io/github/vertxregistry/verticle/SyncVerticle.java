package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Endpoint;
import io.github.vertxregistry.cluster.Quorum;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.SyncSignal;
import io.github.vertxregistry.sync.SyncNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers for jobs that synchronise registries, for the whole cluster, and has this node do its share of them. */
final class SyncVerticle extends VerticleBase {
    private final ToolkitNode node;
    private SyncNode share;

    SyncVerticle(ToolkitNode node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        Endpoint endpoint = node.endpoint(vertx);
        String signals = node.addresses().syncSignal();
        share = new SyncNode(
                vertx,
                node.config(),
                node.registries(),
                new Quorum(node.nodes(), node.config().cluster(), vertx.isClustered()),
                jobId -> endpoint.publish(signals, new SyncSignal(jobId)));
        return share.open().compose(jobs -> endpoint.listen(signals, SyncSignal.class, signal -> share.look())
                .serve(Operations.SYNC_START, (request, task) -> jobs.start(request))
                .serve(Operations.SYNC_LIST, (request, task) -> jobs.list())
                .serve(Operations.SYNC_GET, (request, task) -> jobs.get(request.jobId()))
                .serve(Operations.SYNC_PAUSE, (request, task) -> jobs.pause(request.jobId()))
                .serve(Operations.SYNC_RESUME, (request, task) -> jobs.resume(request.jobId()))
                .serve(Operations.SYNC_CANCEL, (request, task) -> jobs.cancel(request.jobId()))
                .ready());
    }

    @Override
    public Future<?> stop() {
        // Both at once: while other operations end no more steps are taken.
        return Future.join(node.inFlight().close(), share.close());
    }
}
