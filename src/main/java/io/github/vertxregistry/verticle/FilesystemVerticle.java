package io.github.vertxregistry.verticle;

import io.github.vertxregistry.filesystem.ImageFiles;
import io.github.vertxregistry.filesystem.ImageLayers;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers what looks into images. Layers are fetched on the event loop, and taken apart on threads of its own, which may block
 * for as long as a large image takes.
 */
final class FilesystemVerticle extends VerticleBase {
    private static final int THREADS = 4;

    private final ToolkitNode node;
    private final ImageFiles files;
    private TarLookup tars;
    private WorkerExecutor threads;

    FilesystemVerticle(ToolkitNode node) {
        this.node = node;
        this.files = new ImageFiles(node.config().tar());
    }

    @Override
    public Future<?> start() {
        tars = new TarLookup(vertx, node);
        threads = vertx.createSharedWorkerExecutor(
                "vertx-registry-files-" + node.config().nodeId(), THREADS, 1, TimeUnit.DAYS);
        return node.endpoint(vertx)
                .serve(Operations.IMAGES_EXPORT, this::export)
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close().eventually(tars::close).eventually(threads::close);
    }

    private Future<ExportReply> export(ExportRequest request, Task task) {
        return blocking(() -> node.files().checkNew("file", request.file()))
                .compose(file -> using(request.place(), task, image -> export(image, file, request, task)));
    }

    private Future<ExportReply> export(ImageLayers image, Path file, ExportRequest request, Task task) {
        return blocking(() -> files.export(image, file, request.force(), task));
    }

    /** Does something with the layers of an image, wherever it is. */
    private <R> Future<R> using(ImageSource place, Task task, Function<ImageLayers, Future<R>> work) {
        if (place.tar() != null) {
            return tars.using(place.tar(), place.image(), false, task, images -> work.apply(ImageLayers.ofTar(images)));
        }
        Registry registry = node.registries().find(place.registry(), task);
        return ImageLayers.ofRegistry(context, registry, place).compose(work);
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return threads.executeBlocking(work, false);
    }
}
