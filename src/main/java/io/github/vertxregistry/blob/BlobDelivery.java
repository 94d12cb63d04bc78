package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Sees to it that a repository has a blob: asks, mounts it from a repository that has it, or uploads it. */
public final class BlobDelivery {
    private final Function<TarBlob, ByteSource> bytes;
    private final Registry registry;
    private final UploadSettings settings;
    private final String tar;
    private final String repository;
    private final Learnt learnt;

    /**
     * Creates the delivery to one repository.
     *
     * @param bytes where the bytes of a blob are read
     * @param tar what the caller calls the tar; blobs may lie in another file
     */
    public BlobDelivery(
            Function<TarBlob, ByteSource> bytes,
            Registry registry,
            UploadSettings settings,
            String tar,
            String repository,
            Learnt learnt) {
        this.tar = tar;
        this.bytes = bytes;
        this.registry = registry;
        this.settings = settings;
        this.repository = repository;
        this.learnt = learnt;
    }

    /** What it took to bring a blob: exactly one of the three is 1. */
    public record Delivered(int uploaded, int skipped, int mounted, long bytes) {
        public static final Delivered NOTHING = new Delivered(0, 0, 0, 0);

        public Delivered plus(Delivered other) {
            return new Delivered(
                    uploaded + other.uploaded, skipped + other.skipped, mounted + other.mounted, bytes + other.bytes);
        }
    }

    /** How a blob is uploaded that could not be had otherwise. */
    interface Uploading {
        /** Uploads, beginning with a session that is open already, or null. */
        Future<Delivered> upload(Session session, Task task);
    }

    /** Brings a blob as it stands. */
    public Future<Delivered> bring(TarBlob blob, Task task) {
        return bring(blob, (session, part) -> upload(blob, session, part), task);
    }

    /** Brings a blob; where it has to be uploaded, in that way. */
    public Future<Delivered> bring(TarBlob blob, Uploading uploading, Task task) {
        return deliver(blob, uploading, task).onSuccess(done -> isThere(blob));
    }

    /** The repository has the blob. */
    void isThere(TarBlob blob) {
        learnt.isAt(blob.digest(), repository);
    }

    private Future<Delivered> deliver(TarBlob blob, Uploading uploading, Task task) {
        if (learnt.isKnownAt(blob.digest(), repository)) {
            return Future.succeededFuture(skipped(blob, blob.size(), task));
        }
        return registry.during(task).blobs(repository).find(blob.digest()).compose(found -> {
            task.check();
            if (found.isPresent()) {
                return Future.succeededFuture(skipped(blob, found.getAsLong(), task));
            }
            String from = learnt.repositoryWith(blob.digest());
            return from == null ? uploading.upload(null, task) : mount(blob, from, uploading, task);
        });
    }

    private Delivered skipped(TarBlob blob, long size, Task task) {
        if (size >= 0 && size != blob.size()) {
            throw RegistryException.of(
                            FailureKind.SIZE_MISMATCH,
                            blob.entry() + " of " + tar + " has " + blob.size() + " bytes, "
                                    + registry.origin().authority() + " has " + size + " under its digest "
                                    + blob.digest())
                    .withHint("one of the two is wrong: 'tar validate --deep' tells whether the tar is, else the"
                            + " registry's copy is damaged, or no registry answers there");
        }
        task.progress().report("skipped", blob.digest().toString(), blob.size(), blob.size());
        return new Delivered(0, 1, 0, 0);
    }

    /** A refused mount, for whatever reason, is no failure: the blob is uploaded then. */
    private Future<Delivered> mount(TarBlob blob, String from, Uploading uploading, Task task) {
        return registry.during(task)
                .uploads(repository)
                .mount(blob.digest(), from)
                .map(session -> new Mount(session.isEmpty(), session))
                .otherwise(refused -> new Mount(false, Optional.empty()))
                .compose(mount -> {
                    if (mount.done()) {
                        task.progress().report("mounted", blob.digest().toString(), blob.size(), blob.size());
                        return Future.succeededFuture(new Delivered(0, 0, 1, 0));
                    }
                    return uploading.upload(mount.session().orElse(null), task);
                });
    }

    private record Mount(boolean done, Optional<Session> session) {}

    private Future<Delivered> upload(TarBlob blob, Session session, Task task) {
        return upload(new UploadContent.Stored(blob.digest(), bytes(blob)), session, task)
                .recover(cause -> Future.failedFuture(named(blob, cause)));
    }

    /** Uploads in any case, beginning with a session that is open already, or null. */
    Future<Delivered> upload(UploadContent content, Session session, Task task) {
        Registry during = registry.during(task);
        return new BlobUpload(during.uploads(repository), during.blobs(repository), settings, learnt, content, task)
                .run(session)
                .map(bytes -> new Delivered(1, 0, 0, bytes));
    }

    /** Returns a blob's bytes where they lie. */
    ByteSource bytes(TarBlob blob) {
        return bytes.apply(blob);
    }

    private Throwable named(TarBlob blob, Throwable cause) {
        // Only a refusal tells of our bytes: an answer that states another digest tells of the registry.
        if (cause instanceof RegistryException failure
                && failure.kind() == FailureKind.DIGEST_MISMATCH
                && failure.status() >= 400) {
            return RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            blob.entry() + " of " + tar + " does not hash to " + blob.digest() + ": "
                                    + failure.getMessage())
                    .withHint("the tar is damaged: 'tar validate --deep' tells where; save the image again")
                    .withAnswer(failure.status(), failure.errors());
        }
        return cause;
    }
}
