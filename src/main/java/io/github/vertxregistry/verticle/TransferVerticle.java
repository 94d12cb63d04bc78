package io.github.vertxregistry.verticle;

import io.github.vertxregistry.image.FileTarget;
import io.github.vertxregistry.image.Pull;
import io.github.vertxregistry.image.Push;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Answers what moves bytes between local files and registries. It asks the tar verticle what a tar holds and where, and
 * streams those ranges itself: no byte of a layer crosses the event bus.
 */
final class TransferVerticle extends VerticleBase {
    private final ToolkitNode node;
    private TarLookup tars;

    TransferVerticle(ToolkitNode node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        tars = new TarLookup(vertx, node);
        return node.endpoint(vertx)
                .serve(Operations.IMAGES_PUSH, this::push)
                .serve(Operations.IMAGES_PULL, this::pull)
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close().eventually(tars::close);
    }

    private Future<PushReply> push(PushRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        // Before the tar is read: what is asked for may be wrong.
        Push push = new Push(vertx, registry, node.config().transfer(), node.packing(), request, task);
        return tars.using(
                request.tar(), request.names().image(), request.names().allImages(), task, push::run);
    }

    private Future<PullReply> pull(PullRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        return vertx.executeBlocking(() -> node.files().checkNew("tar", request.tar()), false)
                .map(file -> new FileTarget(vertx, file, request.options().force(), task))
                .compose(target -> new Pull(
                                vertx, registry, node.config().transfer(), node.sinkBlocks(), request, target, task)
                        .run());
    }
}
