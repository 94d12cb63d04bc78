package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.Call;
import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.LentPushRequest;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.TarImagesRequest;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** Asks the verticle that reads tars what one holds and where. Belongs to the verticle that made it. */
final class TarLookup {
    private final Vertx vertx;
    private final ToolkitNode node;
    private final Caller caller;

    TarLookup(Vertx vertx, ToolkitNode node) {
        this.vertx = vertx;
        this.node = node;
        this.caller = new Caller(vertx, node.addresses()).onNode(node.config().nodeId());
    }

    /**
     * Does something with the images of a tar that a push takes; when that is over, nothing is left of what a compressed tar was
     * unpacked to.
     */
    <R> Future<R> using(PushRequest push, Task task, Function<TarImages, Future<R>> work) {
        return using(TarImagesRequest.of(push.tar(), push.names(), newSpool()), task, work);
    }

    /** Does something with one image, of an index the one for the platform, or where none is named for this machine. */
    <R> Future<R> using(ImageSource source, Task task, Function<TarImages, Future<R>> work) {
        String platform = source.platform() == null ? Platform.LOCAL : source.platform();
        return using(TarImagesRequest.of(source.tar(), source.image(), platform, newSpool()), task, work);
    }

    /** Does the same with images of a tar that a caller lends. */
    <R> Future<R> using(LentPushRequest lent, Task task, Function<TarImages, Future<R>> work) {
        TarImagesRequest request =
                TarImagesRequest.of(lent.push().tar(), lent.push().names(), newSpool());
        return using(request.lent(lent.bytes(), lent.size()), task, work);
    }

    private static String newSpool() {
        return UUID.randomUUID().toString();
    }

    private <R> Future<R> using(TarImagesRequest request, Task task, Function<TarImages, Future<R>> work) {
        return images(request, task).compose(work).eventually(() -> deleteSpool(request.spool()));
    }

    private Future<TarImages> images(TarImagesRequest request, Task task) {
        Call<TarImages> call = caller.start(
                Operations.TAR_IMAGES,
                request,
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

    Future<Void> close() {
        return caller.close();
    }
}
