package io.github.vertxregistry.image;

import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * One file of an artifact while its bytes come: what blocks is done on worker threads, and what has come is told. Belongs to the
 * context that runs it.
 */
final class ArtifactSink implements ByteSink {
    private final Vertx vertx;
    private final ArtifactPart part;
    private final Descriptor blob;
    private final Task task;
    private long done;

    ArtifactSink(Vertx vertx, ArtifactPart part, Descriptor blob, Task task) {
        this.vertx = vertx;
        this.part = part;
        this.blob = blob;
        this.task = task;
    }

    /** So many bytes more have come. */
    void moved(long count) {
        done += count;
        task.progress().report("download", blob.digest().toString(), done, blob.size());
    }

    @Override
    public long length() {
        return blob.size();
    }

    @Override
    public String name() {
        return part.place().toString();
    }

    @Override
    public Future<Void> write(ByteBuffer bytes, long at) {
        return blocking(() -> part.write(bytes, at));
    }

    @Override
    public Future<Void> wrote(long from, long to) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> forget() {
        return blocking(part::clear);
    }

    @Override
    public Future<Digest> digest(String algorithm) {
        return vertx.executeBlocking(
                () -> {
                    MessageDigest hash = Digest.newHash(algorithm);
                    ArtifactFiles.read(part.file(), hash, task);
                    return Digest.of(algorithm, hash);
                },
                false);
    }

    /** Gives the file its name when its bytes are safe. */
    Future<Void> finish() {
        return blocking(part::finish);
    }

    /** Ends it; what has not got its name is gone. */
    Future<Void> close() {
        return blocking(part::close);
    }

    private Future<Void> blocking(Runnable work) {
        return vertx.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
    }
}
