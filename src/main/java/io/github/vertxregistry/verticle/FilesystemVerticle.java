package io.github.vertxregistry.verticle;

import io.github.vertxregistry.filesystem.ImageFiles;
import io.github.vertxregistry.filesystem.ImageLayers;
import io.github.vertxregistry.filesystem.LayerFiles;
import io.github.vertxregistry.image.NewLayer;
import io.github.vertxregistry.image.Rewriting;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.DiffImagesRequest;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImageDifference;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.ReadFileReply;
import io.github.vertxregistry.message.ReadFileRequest;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    private final LayerFiles layers;
    private TarLookup tars;
    private WorkerExecutor threads;

    FilesystemVerticle(ToolkitNode node) {
        this.node = node;
        this.files = new ImageFiles(node.config().tar());
        this.layers = new LayerFiles(node.config().tar());
    }

    @Override
    public Future<?> start() {
        tars = new TarLookup(vertx, node);
        threads = vertx.createSharedWorkerExecutor(
                "vertx-registry-files-" + node.config().nodeId(), THREADS, 1, TimeUnit.DAYS);
        return node.endpoint(vertx)
                .serve(Operations.IMAGES_EXPORT, this::export)
                .serve(Operations.IMAGES_APPEND, this::append)
                .serve(Operations.IMAGES_DIFF, this::diff)
                .serve(Operations.FILES_LIST, this::list)
                .serve(Operations.FILES_READ, this::read)
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close().eventually(tars::close).eventually(threads::close);
    }

    private Future<ExportReply> export(ExportRequest request, Task task) {
        return writing(request.file())
                .compose(file ->
                        using(request.source(), task, image -> files.export(image, file, request.force(), task)));
    }

    private Future<AssembledImage> append(AppendImageRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        List<Path> spools = request.layers().stream()
                .map(layer -> node.spoolFolder().resolve(UUID.randomUUID().toString()))
                .toList();
        return blocking(() -> layers(request, spools, task))
                .compose(layers -> Rewriting.append(
                                vertx, registry, node.config().transfer(), node.packing(), request, layers, task)
                        .run())
                .eventually(() -> blocking(() -> delete(spools)));
    }

    private List<NewLayer> layers(AppendImageRequest request, List<Path> spools, Task task) {
        List<NewLayer> made = new ArrayList<>();
        for (String layer : request.layers()) {
            Path path = node.files().check(layer);
            made.add(layers.of(path, request.into(), request.keepOwner(), spools.get(made.size()), task));
        }
        return made;
    }

    private static Void delete(List<Path> spools) {
        spools.forEach(SpoolFiles::delete);
        return null;
    }

    private Future<ImageDifference> diff(DiffImagesRequest request, Task task) {
        return writing(request.file())
                .compose(file -> with(
                        request.before(),
                        task,
                        before -> with(
                                request.after(),
                                task,
                                after -> blocking(() -> files.diff(before, after, request, file, task)))));
    }

    private Future<ListFilesReply> list(ListFilesRequest request, Task task) {
        return writing(request.file())
                .compose(file -> using(request.source(), task, image -> files.list(image, request, file, task)));
    }

    private Future<ReadFileReply> read(ReadFileRequest request, Task task) {
        return writing(request.file())
                .compose(file -> using(request.source(), task, image -> files.read(image, request, file, task)));
    }

    /** Succeeds with where a file may be written, or with null where none is. */
    private Future<Path> writing(String file) {
        return file == null
                ? Future.succeededFuture()
                : blocking(() -> node.files().checkNew("file", file));
    }

    /** Does something that blocks with the layers of an image. */
    private <R> Future<R> using(ImageSource source, Task task, Function<ImageLayers, R> work) {
        return with(source, task, image -> blocking(() -> work.apply(image)));
    }

    /** Does something with the layers of an image, wherever it is. */
    private <R> Future<R> with(ImageSource source, Task task, Function<ImageLayers, Future<R>> work) {
        if (source.tar() != null) {
            return tars.using(source, task, images -> work.apply(ImageLayers.ofTar(images)));
        }
        Registry registry = node.registries().find(source.registry(), task);
        return ImageLayers.ofRegistry(context, registry, source).compose(work);
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return threads.executeBlocking(work, false);
    }
}
