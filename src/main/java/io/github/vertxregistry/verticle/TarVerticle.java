package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.RemoteBytes;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.TarImageRequest;
import io.github.vertxregistry.message.TarImagesRequest;
import io.github.vertxregistry.message.TarInspectReply;
import io.github.vertxregistry.message.TarManifestReply;
import io.github.vertxregistry.message.TarTagsReply;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.tar.ImageChoice;
import io.github.vertxregistry.tar.TarReader;
import io.github.vertxregistry.tar.TarTags;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;

/** Reads tars, blocking, on a worker: headers and small entries, and never more of a layer than its digest needs. */
final class TarVerticle extends VerticleBase {
    private final ToolkitNode node;
    private final TarReader reader;
    private final SpoolFiles spools;

    TarVerticle(ToolkitNode node) {
        this.node = node;
        this.reader = new TarReader(node.config().tar(), node.indexes());
        this.spools = new SpoolFiles(node.spoolFolder());
    }

    @Override
    public Future<?> start() {
        return node.endpoint(vertx)
                .serve(
                        Operations.TAR_IMAGES,
                        (request, task) -> spools.named(request.spool(), task, spool -> images(request, spool, task)))
                .serve(
                        Operations.TAR_INSPECT,
                        (request, task) -> spools.using(spool -> new TarInspectReply(
                                reader.inspect(node.files().check(request.tar()), spool, choice(request), task))))
                .serve(
                        Operations.TAR_MANIFEST,
                        (request, task) -> spools.using(spool -> new TarManifestReply(
                                reader.manifest(node.files().check(request.tar()), spool, task))))
                .serve(
                        Operations.TAR_TAGS,
                        (request, task) -> spools.using(
                                spool -> reply(reader.tags(node.files().check(request.tar()), spool, task))))
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }

    private TarImages images(TarImagesRequest request, Path spool, Task task) {
        if (request.bytes() == null) {
            return reader.images(node.files().check(request.tar()), spool, choice(request), task);
        }
        RemoteBytes lent = new RemoteBytes(vertx, node.addresses(), request.bytes(), request.tar(), request.size());
        return reader.images(
                request.tar(), new RemoteTarBytes(lent, node.inFlight(), task), spool, choice(request), task);
    }

    private static ImageChoice choice(TarImagesRequest request) {
        return new ImageChoice(request.image(), request.allImages(), request.platform(), request.referrers());
    }

    private static ImageChoice choice(TarImageRequest request) {
        return new ImageChoice(request.image(), request.image() == null, null, false);
    }

    private static TarTagsReply reply(TarTags tags) {
        TarTags.Primary first = tags.primary();
        return new TarTagsReply(
                tags.tags(), first == null ? null : new TarTagsReply.Primary(first.repository(), first.tag()));
    }
}
