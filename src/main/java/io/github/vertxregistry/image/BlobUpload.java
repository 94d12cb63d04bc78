package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.Learnt.Way;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.Repeat;
import io.github.vertxregistry.registry.UploadsEndpoint;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Uploads one blob: streamed in one request, then in one closing request, then in chunks, as far as the mode allows and
 * the registry refuses the way before. A session that does not come to its end is deleted at the registry.
 */
final class BlobUpload {
    private static final Set<Integer> REFUSALS = Set.of(404, 405, 411, 413, 416, 501);

    private final UploadsEndpoint uploads;
    private final UploadSettings settings;
    private final Digest digest;
    private final ByteSource source;
    private final Task task;
    private final Learnt learnt;
    private Session current;
    private boolean bodyRefused;
    private long sent;

    BlobUpload(
            UploadsEndpoint uploads,
            UploadSettings settings,
            Learnt learnt,
            Digest digest,
            ByteSource source,
            Task task) {
        this.learnt = learnt;
        this.uploads = uploads;
        this.settings = settings;
        this.digest = digest;
        this.source = source;
        this.task = task;
    }

    /** Uploads, beginning with a session that is open already, if any; succeeds with the number of bytes sent. */
    Future<Long> run(Session open) {
        Future<Session> session = open == null ? uploads.open() : Future.succeededFuture(open);
        Way first = settings.mode() == UploadMode.CHUNKED ? Way.CHUNKS : learnt.wayOfUploads();
        return session.compose(opened -> upload(first, opened)).map(done -> sent);
    }

    /** Goes one way, and the next one where the registry refuses the body that way. */
    private Future<Void> upload(Way way, Session session) {
        return within(session, way).recover(cause -> {
            Way next = bodyRefused ? next(way, cause) : null;
            if (next == null) {
                return Future.failedFuture(cause);
            }
            return uploads.open().compose(fresh -> upload(next, fresh)).onSuccess(done -> learnt.uploadsWork(next));
        });
    }

    private Way next(Way way, Throwable refused) {
        boolean chunks = settings.mode() == UploadMode.AUTO;
        boolean tooLarge = ((RegistryException) refused).kind() == FailureKind.TOO_LARGE;
        return switch (way) {
            case STREAM -> !tooLarge ? Way.ONE_REQUEST : chunks ? Way.CHUNKS : null;
            case ONE_REQUEST -> chunks ? Way.CHUNKS : null;
            case CHUNKS -> null;
        };
    }

    /** Goes one way with a session, and gives the session up where that fails. */
    private Future<Void> within(Session session, Way way) {
        current = session;
        bodyRefused = false;
        Future<Void> done;
        try {
            task.check();
            done = go(way);
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        return done.recover(cause -> uploads.cancel(current).transform(gone -> Future.failedFuture(cause)));
    }

    private Future<Void> go(Way way) {
        if (source.length() == 0) {
            return uploads.close(current, digest);
        }
        return switch (way) {
            case STREAM ->
                body(uploads.stream(current, part(0, source.length())), source.length())
                        .compose(done -> uploads.close(current, digest));
            case ONE_REQUEST -> uploads.put(current, part(0, source.length())).onFailure(this::noteRefusal);
            case CHUNKS -> chunked(chunkSize(current));
        };
    }

    private Future<Void> chunked(long size) {
        return Repeat.whilst(0L, offset -> offset < source.length(), offset -> {
                    long length = Math.min(size, source.length() - offset);
                    return body(uploads.chunk(current, part(offset, length)), offset + length);
                })
                .compose(done -> uploads.close(current, digest));
    }

    /** Every answer says where the session goes on, for its end as for its cancellation. */
    private Future<Long> body(Future<Session> request, long end) {
        return request.onFailure(this::noteRefusal).map(next -> {
            current = next;
            return end;
        });
    }

    private void noteRefusal(Throwable cause) {
        bodyRefused = isRefusal(cause);
    }

    private long chunkSize(Session session) {
        long least = session.minChunk();
        if (least > TransferConfig.MAX_CHUNK) {
            throw RegistryException.of(
                    FailureKind.REGISTRY_FAULT, "the registry wants chunks of at least " + least + " bytes");
        }
        if (settings.chunkSizeChosen() && settings.chunkSize() < least) {
            throw RegistryException.badField(
                            "chunkSize", "is " + settings.chunkSize() + ", the registry takes no chunk below " + least)
                    .withHint("take " + least + ", or leave the chunk size to the toolkit");
        }
        return Math.max(least, settings.chunkSize());
    }

    private BlobPart part(long offset, long length) {
        return new BlobPart(digest, source, offset, length, done -> {
            sent = offset + done;
            task.progress().report("upload", digest.toString(), sent, source.length());
        });
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof RegistryException failure
                && (REFUSALS.contains(failure.status()) || failure.kind() == FailureKind.UNSUPPORTED);
    }
}
