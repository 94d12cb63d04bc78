package io.github.vertxregistry.blob;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.registry.UploadsEndpoint;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.registry.UploadsEndpoint.Standing;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.nio.ByteBuffer;

/** Sends the bytes of a blob into its session by one way or another, and knows how far they have come. Belongs to one upload. */
final class BlobSending {
    private static final int MOST_GATHERED = 64 << 20;
    private static final int SCRAP = 256 << 10;

    private final UploadsEndpoint uploads;
    private final UploadSettings settings;
    private final UploadContent content;
    private final ByteSource source;
    private final Task task;
    private UploadWay way;
    private Session session;
    /** What the session has: as its latest answer says, and after a cut as it says when asked. */
    private long taken;
    /** A request has asked for the blob to be committed, and its answer is not known. */
    private boolean closing;

    private boolean moved;
    private boolean refused;
    private long sent;
    /** How much of the blob has been given to the latest request, the offset included, and to any. */
    private long given;

    private long furthest;

    BlobSending(UploadsEndpoint uploads, UploadSettings settings, UploadContent content, Task task) {
        this.uploads = uploads;
        this.settings = settings;
        this.content = content;
        this.source = content.source();
        this.task = task;
    }

    /** Returns the session under its newest Location, or null where there is none. */
    Session session() {
        return session;
    }

    /** Takes a session that has nothing yet. */
    void begin(Session opened) {
        session = opened;
        taken = 0;
        closing = false;
    }

    /** Goes on with a session where the registry says that it stands. */
    void goOn(Standing standing) {
        session = standing.session();
        moved = standing.taken() > taken;
        taken = standing.taken();
    }

    /** Returns the session, which is not used any more. */
    Session leave() {
        Session left = session;
        session = null;
        return left;
    }

    /** Begins another try, in which nothing has moved yet. */
    void tryAgain() {
        moved = false;
    }

    /** Returns whether the session has taken more in this try. */
    boolean hasMoved() {
        return moved;
    }

    /** Returns whether the registry has refused the way in which the latest body came. */
    boolean isRefused() {
        return refused;
    }

    /** Returns whether the registry may have committed the blob. */
    boolean isClosing() {
        return closing;
    }

    /** Returns how many bytes have been sent, those that were sent again each time. */
    long sent() {
        return sent;
    }

    /** Returns how much of the blob the session may have at the most. */
    long furthest() {
        return isMeasured() ? source.length() : furthest;
    }

    /** Sends by that way what the session has not, and has the blob committed. */
    Future<Void> send(UploadWay chosen) {
        way = chosen;
        refused = false;
        task.check();
        if (isMeasured() && taken == source.length()) {
            return close();
        }
        return switch (way) {
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
        refused = cause instanceof RegistryException failure && way.isRefusedBy(failure, taken);
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
