package io.github.vertxregistry.blob;

import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Sees to it that a repository has blobs that another one of the same registry has, or that were made here: what is there is
 * left alone, what another repository has is mounted, and only where that is refused it is read there and uploaded.
 */
public final class Mounts {
    private final Registry registry;
    private final UploadSettings settings;
    private final String repository;
    private final BlobPlaces places;
    private final AtTarget known;
    private final Learnt learnt = new Learnt();

    /** Prepares what is brought into that repository. */
    public Mounts(Registry registry, UploadSettings settings, String repository) {
        this(registry, settings, repository, new BlobPlaces(), AtTarget.UNKNOWN);
    }

    /** Prepares what is brought into that repository, of which others may have some. */
    public Mounts(Registry registry, UploadSettings settings, String repository, BlobPlaces places, AtTarget known) {
        this.known = known;
        this.registry = registry;
        this.settings = settings;
        this.repository = repository;
        this.places = places;
    }

    /** Brings a blob of another repository; one of this one is there. */
    public Future<Delivered> mounted(Descriptor blob, String from, Task task) {
        if (from.equals(repository)) {
            return Future.succeededFuture(new Delivered(0, 1, 0, 0));
        }
        ByteSource bytes = registry.during(task).blobs(from).source(blob);
        return unlessThere(blob, task, () -> mount(blob, from, bytes, task));
    }

    /** Brings a blob whose bytes are here, or in another registry; one that a repository of this one is known to have is mounted. */
    public Future<Delivered> uploaded(Descriptor blob, ByteSource bytes, Task task) {
        return unlessThere(blob, task, () -> places.besides(repository, blob.digest())
                .map(other -> mount(blob, other, bytes, task))
                .orElseGet(() -> upload(blob, bytes, null, task)));
    }

    private Future<Delivered> unlessThere(Descriptor blob, Task task, Supplier<Future<Delivered>> bring) {
        task.check();
        return places.oneByOne(blob.digest(), repository, task, () -> isThere(blob, task)
                .compose(there -> there ? Future.succeededFuture(skipped(blob, task)) : bring.get())
                .onSuccess(done -> places.isAt(blob.digest(), repository)));
    }

    private Future<Boolean> isThere(Descriptor blob, Task task) {
        if (places.isKnownAt(blob.digest(), repository)) {
            return Future.succeededFuture(true);
        }
        return known.lacks(blob)
                ? Future.succeededFuture(false)
                : registry.during(task).blobs(repository).find(blob.digest()).map(OptionalLong::isPresent);
    }

    private static Delivered skipped(Descriptor blob, Task task) {
        task.progress().report("skipped", blob.digest().toString(), blob.size(), blob.size());
        return new Delivered(0, 1, 0, 0);
    }

    /** A refused mount, for whatever reason, is no failure: the blob is read and uploaded then. */
    private Future<Delivered> mount(Descriptor blob, String from, ByteSource bytes, Task task) {
        task.check();
        return registry.during(task)
                .uploads(repository)
                .mount(blob.digest(), from)
                .map(session -> session.<Tried>map(Tried::refused).orElse(Tried.DONE))
                .otherwise(Tried.refused(null))
                .compose(tried -> {
                    if (tried.done()) {
                        task.progress().report("mounted", blob.digest().toString(), blob.size(), blob.size());
                        return Future.succeededFuture(new Delivered(0, 0, 1, 0));
                    }
                    return upload(blob, bytes, tried.session(), task);
                });
    }

    /** What came of a mount: it is done, or it is not, perhaps with a session in its place. */
    private record Tried(boolean done, Session session) {
        static final Tried DONE = new Tried(true, null);

        static Tried refused(Session session) {
            return new Tried(false, session);
        }
    }

    private Future<Delivered> upload(Descriptor blob, ByteSource bytes, Session session, Task task) {
        Registry during = registry.during(task);
        return new BlobUpload(
                        during.uploads(repository),
                        during.blobs(repository),
                        settings,
                        learnt,
                        blob.digest(),
                        bytes,
                        task)
                .run(session)
                .map(sent -> new Delivered(1, 0, 0, sent));
    }
}
