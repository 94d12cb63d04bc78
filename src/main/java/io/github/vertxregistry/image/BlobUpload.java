package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.UploadsEndpoint;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;

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
    private long sent;

    BlobUpload(UploadsEndpoint uploads, UploadSettings settings, Digest digest, ByteSource source, Task task) {
        this.uploads = uploads;
        this.settings = settings;
        this.digest = digest;
        this.source = source;
        this.task = task;
    }

    /** Uploads, beginning with a session that is open already, if any; succeeds with the number of bytes sent. */
    Future<Long> run(Session open) {
        Future<Session> session = open == null ? uploads.open() : Future.succeededFuture(open);
        return session.compose(this::upload).map(done -> sent);
    }

    private Future<Void> upload(Session first) {
        if (settings.mode() == UploadMode.CHUNKED) {
            return within(first, this::chunked);
        }
        return within(first, this::streamed).recover(refused -> {
            if (!isRefusal(refused)) {
                return Future.failedFuture(refused);
            }
            boolean tooLarge = ((RegistryException) refused).kind() == FailureKind.TOO_LARGE;
            Future<Void> inOne = tooLarge ? Future.failedFuture(refused) : again(this::inOne);
            return inOne.recover(again -> settings.mode() == UploadMode.AUTO && isRefusal(again)
                    ? again(this::chunked)
                    : Future.failedFuture(again));
        });
    }

    private Future<Void> again(Function<Session, Future<Void>> way) {
        return uploads.open().compose(session -> within(session, way));
    }

    /** Goes one way with a session, and gives the session up where that fails. */
    private Future<Void> within(Session session, Function<Session, Future<Void>> way) {
        Future<Void> done;
        try {
            task.check();
            done = way.apply(session);
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        return done.recover(cause -> uploads.cancel(session).transform(gone -> Future.failedFuture(cause)));
    }

    private Future<Void> streamed(Session session) {
        if (source.length() == 0) {
            return uploads.close(session, digest);
        }
        return uploads.stream(session, body(0, source.length()), task).compose(next -> uploads.close(next, digest));
    }

    private Future<Void> inOne(Session session) {
        return source.length() == 0
                ? uploads.close(session, digest)
                : uploads.put(session, body(0, source.length()), task);
    }

    private Future<Void> chunked(Session session) {
        long size = chunkSize(session);
        return chunksFrom(session, 0, size).compose(last -> uploads.close(last, digest));
    }

    private Future<Session> chunksFrom(Session session, long offset, long size) {
        if (offset >= source.length()) {
            return Future.succeededFuture(session);
        }
        long length = Math.min(size, source.length() - offset);
        return uploads.chunk(session, body(offset, length), task)
                .compose(next -> chunksFrom(next, offset + length, size));
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

    private BlobPart body(long offset, long length) {
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
