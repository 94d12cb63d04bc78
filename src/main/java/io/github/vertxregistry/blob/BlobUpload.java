package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.BlobsEndpoint;
import io.github.vertxregistry.registry.Tries;
import io.github.vertxregistry.registry.UploadsEndpoint;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.registry.UploadsEndpoint.Standing;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploads one blob, by the first way that the registry takes. An upload that is cut goes on where the registry has it; where
 * the session is lost, the blob starts anew. A session that does not come to its end is deleted at the registry.
 */
final class BlobUpload implements Tries<Void> {
    private final UploadsEndpoint uploads;
    private final BlobsEndpoint blobs;
    private final UploadContent content;
    private final BlobSending sending;
    private final Learnt learnt;
    private final boolean small;
    private final List<UploadWay> ways;
    private int way;
    /** A request to the session came to nothing, so that only the registry knows where it stands. */
    private boolean cut;

    private boolean resumed;

    /** Prepares the upload of bytes that hash to that digest. */
    BlobUpload(
            UploadsEndpoint uploads,
            BlobsEndpoint blobs,
            UploadSettings settings,
            Learnt learnt,
            Digest digest,
            ByteSource source,
            Task task) {
        this(uploads, blobs, settings, learnt, new UploadContent.Stored(digest, source), task);
    }

    /** Prepares the upload of what may not be known before its end. */
    BlobUpload(
            UploadsEndpoint uploads,
            BlobsEndpoint blobs,
            UploadSettings settings,
            Learnt learnt,
            UploadContent content,
            Task task) {
        this.learnt = learnt;
        this.uploads = uploads;
        this.blobs = blobs;
        this.content = content;
        this.sending = new BlobSending(uploads, settings, content, task);
        this.small = UploadWay.isSmall(content.source().length());
        this.ways = UploadWay.of(settings.mode(), small);
        this.way = learnt.firstWay(small);
    }

    /** Uploads, beginning with a session that is open already, if any; succeeds with the number of bytes sent. */
    Future<Long> run(Session open) {
        if (open != null) {
            sending.begin(open);
        }
        return uploads.repeat(this)
                .recover(cause -> abandon().transform(gone -> Future.failedFuture(cause)))
                .map(done -> sending.sent());
    }

    /** One try: finds out where to go on, sends the rest, and closes. */
    @Override
    public Future<Void> run() {
        sending.tryAgain();
        return position().compose(isThere -> isThere ? Future.succeededFuture() : goOn());
    }

    private Future<Void> goOn() {
        return send().recover(cause -> {
            cut = true;
            if (sending.isRefused() && hasNextWay((RegistryException) cause)) {
                return abandon()
                        .compose(gone -> open())
                        .compose(opened -> goOn())
                        .onSuccess(done -> learnt.wayWorks(way, small));
            }
            return isSpoilt(cause)
                    ? abandon().transform(gone -> Future.failedFuture(cause))
                    : Future.failedFuture(cause);
        });
    }

    private Future<Void> send() {
        try {
            return sending.send(ways.get(way));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** The session went on where it said, and then that was wrong: what it has is of no use. */
    private boolean isSpoilt(Throwable cause) {
        return resumed
                && cause instanceof RegistryException failure
                && (failure.status() == 416
                        || (failure.kind() == FailureKind.DIGEST_MISMATCH && failure.status() >= 400));
    }

    /** Succeeds with whether the blob is at the registry already; else there is a session, and it is known where it stands. */
    private Future<Boolean> position() {
        if (cut) {
            return standing().compose(found -> found.map(this::resume).orElseGet(this::startAnew));
        }
        return sending.session() == null ? open().map(false) : Future.succeededFuture(false);
    }

    /**
     * Empty where there is nothing to go on with: others where the session is lost, an upload in one request where it has taken
     * anything. Of a large one that is not even asked.
     */
    private Future<Optional<Standing>> standing() {
        boolean inOneRequest = ways.get(way) == UploadWay.ONE_REQUEST;
        Session session = sending.session();
        if (session == null || (inOneRequest && !small)) {
            return Future.succeededFuture(Optional.empty());
        }
        long most = inOneRequest ? 0 : sending.furthest();
        return uploads.status(session).map(found -> found.filter(at -> at.taken() <= most));
    }

    private Future<Boolean> resume(Standing standing) {
        sending.goOn(standing);
        cut = false;
        resumed = true;
        return Future.succeededFuture(false);
    }

    /** A commit whose answer was lost may have been done: then the session is gone, and the blob is there. */
    private Future<Boolean> startAnew() {
        Future<Boolean> committed = sending.isClosing()
                ? blobs.find(content.digest()).map(OptionalLong::isPresent)
                : Future.succeededFuture(false);
        return committed.compose(isThere -> {
            if (isThere && sending.session() != null) {
                uploads.over(sending.session());
            }
            return isThere
                    ? Future.succeededFuture(true)
                    : abandon().compose(gone -> open()).map(false);
        });
    }

    private Future<Void> open() {
        return uploads.open().map(opened -> {
            sending.begin(opened);
            cut = false;
            resumed = false;
            return null;
        });
    }

    /** Gives the session up; whether the registry still knew it does not matter. */
    private Future<Void> abandon() {
        Session open = sending.leave();
        return open == null ? Future.succeededFuture() : uploads.cancel(open);
    }

    /** Turns to the next way that is worth a try, if there is one. */
    private boolean hasNextWay(RegistryException failure) {
        for (int next = way + 1; next < ways.size(); next++) {
            if (failure.kind() != FailureKind.TOO_LARGE || ways.get(way).mayBeSmallerBy(ways.get(next))) {
                way = next;
                return true;
            }
        }
        return false;
    }

    /** Besides what may pass by itself: a session that is lost, and one that went on from a wrong place. */
    @Override
    public boolean mayRepeat(RegistryException failure) {
        boolean lost = failure.status() == 404
                || failure.status() == 416
                || failure.hasErrorCode("BLOB_UPLOAD_UNKNOWN")
                || failure.hasErrorCode("BLOB_UPLOAD_INVALID");
        return failure.retryable() || (cut && (lost || isSpoilt(failure)));
    }

    @Override
    public boolean hasMoved() {
        return sending.hasMoved();
    }
}
