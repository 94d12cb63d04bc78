package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.PrivatePeer;
import io.github.vertxregistry.bus.RemoteBytes;
import io.github.vertxregistry.cluster.RemotePlace;
import io.github.vertxregistry.cluster.RemoteSource;
import io.github.vertxregistry.image.ArtifactFiles;
import io.github.vertxregistry.image.ArtifactFolder;
import io.github.vertxregistry.image.ArtifactPull;
import io.github.vertxregistry.image.ArtifactPush;
import io.github.vertxregistry.image.FileTarget;
import io.github.vertxregistry.image.LayoutTarget;
import io.github.vertxregistry.image.Pull;
import io.github.vertxregistry.image.Push;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.LentPullRequest;
import io.github.vertxregistry.message.LentPushRequest;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PullArtifactRequest;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.tar.TarReader;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

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
                .serve(Operations.IMAGES_PUSH_LENT, this::pushLent)
                .serve(Operations.IMAGES_PULL, this::pull)
                .serve(Operations.ARTIFACTS_PUSH, this::pushArtifact)
                .serve(Operations.ARTIFACTS_PULL, this::pullArtifact)
                .serve(Operations.IMAGES_PULL_LENT, this::pullLent)
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close().eventually(tars::close);
    }

    private Future<PushReply> push(PushRequest request, Task task) {
        Push push = prepare(request, task);
        return tars.using(request, task, push::run);
    }

    /** Before the tar is read: what is asked for may be wrong. */
    private Push prepare(PushRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        return new Push(vertx, registry, node.config().transfer(), node.packing(), request, task);
    }

    /** Reads of the caller's tar the headers, and of its layers those that the registry has not. */
    private Future<PushReply> pushLent(LentPushRequest request, Task task) {
        RemoteBytes lent = new RemoteBytes(
                vertx, node.addresses(), request.bytes(), request.push().tar(), request.size());
        Push push = prepare(request.push(), task).reading(blob -> lent(lent, blob));
        Runnable unwatch = lent.watch(task);
        return tars.using(request, task, push::run).onComplete(ended -> unwatch.run());
    }

    /** Empty for what was unpacked to a file of this node. */
    private static Optional<ByteSource> lent(RemoteBytes bytes, TarBlob blob) {
        String name = blob.entry() + " of " + bytes.name();
        return TarReader.isElsewhere(blob)
                ? Optional.of(new RemoteSource(bytes, name, blob.offset(), blob.size()))
                : Optional.empty();
    }

    private Future<PullReply> pull(PullRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        return vertx.executeBlocking(() -> node.files().checkNew("tar", request.tar()), false)
                .map(file -> new FileTarget(vertx, file, request.options().force(), task))
                .compose(target -> pull(registry, request, target, task));
    }

    private Future<PullReply> pull(Registry registry, PullRequest request, LayoutTarget target, Task task) {
        return new Pull(vertx, registry, node.config(), node.packing(), node.sinkBlocks(), request, target, task).run();
    }

    /** Writes to the caller's file, over the event bus, what this node fetches. */
    private Future<PullReply> pullLent(LentPullRequest request, Task task) {
        PullRequest pull = request.pull();
        Registry registry = node.registries().find(pull.registry(), task);
        RemotePlace place = new RemotePlace(new PrivatePeer(vertx, node.addresses(), request.bytes(), pull.tar()));
        Runnable unwatch = place.watch(task);
        return pull(registry, pull, place, task).onComplete(ended -> unwatch.run());
    }

    private Future<ArtifactReply> pushArtifact(PushArtifactRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        return vertx.executeBlocking(
                        () -> request.files().stream()
                                .map(file -> node.files().check("path", file.path()))
                                .map(file -> ArtifactFiles.measure(file, task))
                                .toList(),
                        false)
                .compose(
                        files -> new ArtifactPush(vertx, registry, node.config().transfer(), request, task).run(files));
    }

    private Future<ArtifactReply> pullArtifact(PullArtifactRequest request, Task task) {
        Registry registry = node.registries().find(request.registry(), task);
        return vertx.executeBlocking(
                        () -> ArtifactFolder.open(node.files().check("folder", request.folder()), request.force()),
                        false)
                .compose(folder -> new ArtifactPull(
                                vertx, registry, node.config().transfer(), node.sinkBlocks(), request, task)
                        .run(folder));
    }
}
