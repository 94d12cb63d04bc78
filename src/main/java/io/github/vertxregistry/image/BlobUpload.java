package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.BlobsEndpoint;
import io.github.vertxregistry.registry.Repeat;
import io.github.vertxregistry.registry.Tries;
import io.github.vertxregistry.registry.UploadsEndpoint;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.registry.UploadsEndpoint.Standing;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Uploads one blob, by the first way that the registry takes. An upload that is cut goes on where the registry has it; where
 * the session is lost, the blob starts anew. A session that does not come to its end is deleted at the registry.
 */
final class BlobUpload implements Tries<Void> {
    private static final int MOST_GATHERED = 64 << 20;
    private static final int SCRAP = 256 << 10;

    private final UploadsEndpoint uploads;
    private final BlobsEndpoint blobs;
    private final UploadSettings settings;
    private final UploadContent content;
    private final ByteSource source;
    private final Task task;
    private final Learnt learnt;
    private final boolean small;
    private final List<UploadWay> ways;
    private int way;
    private Session session;
    /** What the session has: as its latest answer says, and after a cut as it says when asked. */
    private long taken;
    /** A request to the session came to nothing, so that only the registry knows where it stands. */
    private boolean cut;
    /** A request has asked for the blob to be committed, and its answer is not known. */
    private boolean closing;

    private boolean resumed;
    private boolean moved;
    private boolean refused;
    private long sent;
    /** How much of the blob has been given to the latest request, the offset included, and to any. */
    private long given;

    private long furthest;

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
        this.settings = settings;
        this.content = content;
        this.source = content.source();
        this.task = task;
        this.small = UploadWay.isSmall(source.length());
        this.ways = UploadWay.of(settings.mode(), small);
        this.way = learnt.firstWay(small);
    }

    /** Uploads, beginning with a session that is open already, if any; succeeds with the number of bytes sent. */
    Future<Long> run(Session open) {
        session = open;
        return uploads.repeat(this)
                .recover(cause -> abandon().transform(gone -> Future.failedFuture(cause)))
                .map(done -> sent);
    }

    /** One try: finds out where to go on, sends the rest, and closes. */
    @Override
    public Future<Void> run() {
        moved = false;
        return position().compose(isThere -> isThere ? Future.succeededFuture() : goOn());
    }

    private Future<Void> goOn() {
        refused = false;
        return sendChecked().recover(cause -> {
            cut = true;
            if (refused && hasNextWay((RegistryException) cause)) {
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

    private Future<Void> sendChecked() {
        try {
            task.check();
            return send();
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
        return session == null ? open().map(false) : Future.succeededFuture(false);
    }

    /**
     * Empty where there is nothing to go on with: others where the session is lost, an upload in one request where it has taken
     * anything. Of a large one that is not even asked.
     */
    private Future<Optional<Standing>> standing() {
        boolean inOneRequest = ways.get(way) == UploadWay.ONE_REQUEST;
        if (session == null || (inOneRequest && !small)) {
            return Future.succeededFuture(Optional.empty());
        }
        long most = inOneRequest ? 0 : isMeasured() ? source.length() : furthest;
        return uploads.status(session).map(found -> found.filter(at -> at.taken() <= most));
    }

    private Future<Boolean> resume(Standing standing) {
        session = standing.session();
        moved = standing.taken() > taken;
        taken = standing.taken();
        cut = false;
        resumed = true;
        return Future.succeededFuture(false);
    }

    /** A commit whose answer was lost may have been done: then the session is gone, and the blob is there. */
    private Future<Boolean> startAnew() {
        Future<Boolean> committed =
                closing ? blobs.find(content.digest()).map(OptionalLong::isPresent) : Future.succeededFuture(false);
        return committed.compose(isThere -> {
            if (isThere && session != null) {
                uploads.over(session);
            }
            return isThere
                    ? Future.succeededFuture(true)
                    : abandon().compose(gone -> open()).map(false);
        });
    }

    private Future<Void> open() {
        return uploads.open().map(opened -> {
            session = opened;
            taken = 0;
            cut = false;
            closing = false;
            resumed = false;
            return null;
        });
    }

    /** Gives the session up; whether the registry still knew it does not matter. */
    private Future<Void> abandon() {
        Session open = session;
        session = null;
        return open == null ? Future.succeededFuture() : uploads.cancel(open);
    }

    private Future<Void> send() {
        if (isMeasured() && taken == source.length()) {
            return close();
        }
        return switch (ways.get(way)) {
            case STREAM -> streamed().compose(done -> close());
            case ONE_REQUEST -> measured().compose(done -> inOneRequest());
            case CHUNKS ->
                (isMeasured() ? chunked(chunkSize(session)) : gathered(chunkSize(session))).compose(done -> close());
        };
    }

    private boolean isMeasured() {
        return source.length() != ByteSource.UNKNOWN;
    }

    /** Only what goes on needs to say where: the first body of a stream has no range, which some refuse. */
    private Future<Void> streamed() {
        if (taken > 0 && !isMeasured()) {
            // A range has an end, which is not known of all the rest.
            return gathered(chunkSize(session));
        }
        if (taken == 0) {
            return body(uploads.stream(session, part(0, source.length())));
        }
        return body(uploads.chunk(session, part(taken, source.length() - taken)));
    }

    /** The request that sends the blob names its digest: what is made on the way is made once before, to learn it. */
    private Future<Void> measured() {
        if (isMeasured()) {
            return Future.succeededFuture();
        }
        ByteBuffer scrap = ByteBuffer.allocateDirect(SCRAP);
        return source.open(0, ByteSource.UNKNOWN)
                .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> {
                            task.check();
                            return stream.read(scrap.clear());
                        })
                        .eventually(stream::close))
                .mapEmpty();
    }

    private Future<Void> inOneRequest() {
        closing = true;
        return uploads.put(session, part(0, source.length())).onFailure(this::noteRefusal);
    }

    /** Chunks of a source of unknown length are gathered first, since each says how long it is. */
    private Future<Void> gathered(long size) {
        if (size > MOST_GATHERED && session.minChunk() > MOST_GATHERED) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED,
                            "the registry wants chunks of at least " + session.minChunk()
                                    + " bytes, more than are kept in memory of a layer that is compressed on its way")
                    .withHint("push the layers as they stand: --compression keep, or compression in the message");
        }
        GatheredChunk chunk = new GatheredChunk(source.name(), (int) Math.min(size, MOST_GATHERED));
        return source.open(taken, ByteSource.UNKNOWN)
                .compose(stream -> Repeat.whilst(false, last -> !last, more -> gather(chunk, stream))
                        .eventually(stream::close))
                .mapEmpty();
    }

    private Future<Boolean> gather(GatheredChunk chunk, ByteStream stream) {
        task.check();
        return chunk.fill(stream, taken).compose(length -> {
            boolean last = chunk.isLast();
            return length == 0
                    ? Future.succeededFuture(true)
                    : body(uploads.chunk(session, part(chunk, taken, length))).map(last);
        });
    }

    private Future<Void> chunked(long size) {
        return Repeat.whilst(taken, offset -> offset < source.length(), offset -> {
                    long length = Math.min(size, source.length() - offset);
                    return body(uploads.chunk(session, part(offset, length))).map(done -> taken);
                })
                .mapEmpty();
    }

    private Future<Void> close() {
        closing = true;
        return uploads.close(session, content.digest());
    }

    /** Every answer says where the session goes on; how much it has taken is ours to know. */
    private Future<Void> body(Future<Session> request) {
        return request.onFailure(this::noteRefusal).map(next -> {
            session = next;
            taken = given;
            moved = true;
            return null;
        });
    }

    private void noteRefusal(Throwable cause) {
        refused = cause instanceof RegistryException failure && ways.get(way).isRefusedBy(failure, taken);
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
        return moved;
    }

    private long chunkSize(Session at) {
        long least = at.minChunk();
        if (least > TransferConfig.MAX_CHUNK) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT, "the registry wants chunks of at least " + least + " bytes")
                    .withRetry(false, 0);
        }
        if (settings.chunkSizeChosen() && settings.chunkSize() < least) {
            throw RegistryException.badField(
                            "chunkSize", "is " + settings.chunkSize() + ", the registry takes no chunk below " + least)
                    .withHint("take " + least + ", or leave the chunk size to the toolkit");
        }
        return Math.max(least, settings.chunkSize());
    }

    private BlobPart part(long offset, long length) {
        return part(source, offset, length);
    }

    private BlobPart part(ByteSource from, long offset, long length) {
        long before = sent;
        given = offset;
        return new BlobPart(isMeasured() ? content.digest() : content.label(), from, offset, length, done -> {
            sent = before + done;
            given = offset + done;
            furthest = Math.max(furthest, given);
            task.progress().report("upload", content.label().toString(), content.done(given), content.total());
        });
    }
}
