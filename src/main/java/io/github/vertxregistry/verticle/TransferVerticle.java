package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Call;
import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.image.Push;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.TarImagesRequest;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.UUID;

/**
 * Answers what moves bytes between local files and registries. It asks the tar verticle what a tar holds and where, and
 * streams those ranges itself: no byte of a layer crosses the event bus.
 */
final class TransferVerticle extends VerticleBase {
    private final ToolkitNode node;
    private Caller caller;

    TransferVerticle(ToolkitNode node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        caller = new Caller(vertx, node.addresses()).onNode(node.config().nodeId());
        return node.endpoint(vertx).serve(Operations.IMAGES_PUSH, this::push).ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close().eventually(caller::close);
    }

    private Future<PushReply> push(PushRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        // Before the tar is read: what is asked for may be wrong.
        Push push = new Push(vertx, registry, node.config().transfer(), node.packing(), request, task);
        String spool = UUID.randomUUID().toString();
        return images(request, spool, task).compose(push::run).eventually(() -> deleteSpool(spool));
    }

    private Future<TarImages> images(PushRequest request, String spool, Task task) {
        Call<TarImages> call = caller.start(
                Operations.TAR_IMAGES,
                new TarImagesRequest(
                        request.tar(), request.names().image(), request.names().allImages(), spool),
                CallOptions.DEFAULT.withStallTimeout(
                        Duration.ofMillis(node.config().transfer().stallTimeoutMs())));
        call.onProgress(event -> task.progress().report(event.phase(), event.digest(), event.done(), event.total()));
        Runnable unhook = task.onStop(call::cancel);
        return call.result().onComplete(ended -> unhook.run());
    }

    /** A compressed tar was unpacked to it; for all others it is not there. */
    private Future<Void> deleteSpool(String spool) {
        String file = node.spoolFolder().resolve(spool).toString();
        return vertx.fileSystem()
                .exists(file)
                .compose(exists -> exists ? vertx.fileSystem().delete(file) : Future.succeededFuture());
    }
}
