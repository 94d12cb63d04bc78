package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Takes blobs whole, as a stream or in chunks, and keeps none whose digest has not been verified (OCI Distribution 1.1,
 * "Pushing blobs"). Bytes that arrived before a connection was cut are kept; the session's status says how many.
 */
final class UploadHandler {
    private final Store store;
    private final Worker worker;
    private final UploadSessions sessions;

    UploadHandler(Store store, Worker worker, UploadSessions sessions) {
        this.store = store;
        this.worker = worker;
        this.sessions = sessions;
    }

    /** Mounts, takes a whole blob, or opens a session. */
    Future<Reply> post(Call call) {
        String repository = call.repository();
        if (call.query("mount") != null) {
            return mount(call, repository, Call.digest(call.query("mount")));
        }
        if (call.query("digest") != null) {
            return whole(call, repository, Call.digest(call.query("digest")));
        }
        return opened(repository);
    }

    /** Answers how far the upload has come. */
    Future<Reply> status(Call call) {
        return session(call).compose(session -> session.settled().map(done -> session.reply(204)));
    }

    /** Appends a chunk, or a stream of unknown length. */
    Future<Reply> patch(Call call) {
        return session(call)
                .compose(session ->
                        session.inTurn(() -> append(session, call, null).map(done -> session.reply(202))));
    }

    /** Appends the last bytes, if there are any, and makes the upload a blob. */
    Future<Reply> put(Call call) {
        String wanted = call.query("digest");
        if (wanted == null) {
            throw Refusal.of(ErrorCode.DIGEST_INVALID, "the closing request takes a digest");
        }
        Digest digest = Call.digest(wanted);
        return session(call).compose(session -> session.inTurn(() -> finish(session, call, digest)));
    }

    /** Cancels the upload, together with the request that writes to it. */
    Future<Reply> delete(Call call) {
        return session(call).compose(session -> {
            session.interrupt();
            return session.inTurn(() -> sessions.close(session)).map(Reply.of(204));
        });
    }

    private Future<UploadSession> session(Call call) {
        return sessions.find(call.reference(), call.repository());
    }

    private Future<Reply> opened(String repository) {
        return sessions.open(repository).map(session -> session.reply(202));
    }

    // Where it cannot be mounted a session is opened instead; without "from" any repository will do.
    private Future<Reply> mount(Call call, String repository, Digest digest) {
        String from = call.query("from");
        Repository source = from == null ? null : new Repository(store, from);
        return worker.run(() -> mounted(new Repository(store, repository), source, digest))
                .compose(mounted -> mounted ? Future.succeededFuture(created(repository, digest)) : opened(repository));
    }

    private boolean mounted(Repository target, Repository source, Digest digest) throws IOException {
        boolean there = Files.exists(store.content(digest)) && (source == null || source.hasBlob(digest));
        if (there) {
            target.linkBlob(digest);
        }
        return there;
    }

    // Nobody has been told of this session: whatever goes wrong, it is not kept.
    private Future<Reply> whole(Call call, String repository, Digest digest) {
        return sessions.open(repository).compose(session -> session.inTurn(() -> finish(session, call, digest))
                .onFailure(failure -> sessions.close(session)));
    }

    private Future<Void> append(UploadSession session, Call call, String algorithm) {
        ContentRange range = ContentRange.of(call.header("Content-Range"));
        requireInOrder(session, call, range);
        session.file().requireRoom(Math.max(0, call.body().declaredLength()));
        long before = session.length();
        session.writtenBy(call.body());
        return worker.run(() -> session.file().open(algorithm))
                .compose(open -> call.body().writeTo(session.file()))
                .eventually(() -> worker.run(() -> session.file().close()))
                .compose(count -> requireLength(session, range, before, count));
    }

    private static void requireInOrder(UploadSession session, Call call, ContentRange range) {
        if (range == null) {
            return;
        }
        if (range.start() != session.length() || range.end() < range.start()) {
            throw Refusal.of(ErrorCode.BLOB_UPLOAD_INVALID, 416, "the next byte is " + session.length())
                    .with("Location", session.location())
                    .with("Docker-Upload-UUID", session.id())
                    .with("Range", session.range());
        }
        long declared = call.body().declaredLength();
        if (declared >= 0 && declared != range.length()) {
            throw Refusal.of(ErrorCode.SIZE_INVALID, "Content-Length and Content-Range do not agree");
        }
    }

    private Future<Void> requireLength(UploadSession session, ContentRange range, long before, long count) {
        if (range == null || range.length() == count) {
            return Future.succeededFuture();
        }
        return worker.run(() -> session.file().rollback(before))
                .compose(done -> Future.failedFuture(
                        Refusal.of(ErrorCode.SIZE_INVALID, "the chunk is not as long as its Content-Range")));
    }

    private Future<Reply> finish(UploadSession session, Call call, Digest digest) {
        Future<Void> appended =
                call.body().present() ? append(session, call, digest.algorithm()) : Future.succeededFuture();
        return appended.compose(done -> worker.run(() -> commit(session, digest)))
                .compose(good -> sessions.close(session).map(good))
                .compose(good -> good
                        ? Future.succeededFuture(created(session.repository(), digest))
                        : Future.failedFuture(
                                Refusal.of(ErrorCode.DIGEST_INVALID, "the upload does not hash to " + digest)));
    }

    private boolean commit(UploadSession session, Digest digest) throws IOException {
        if (!session.file().digest(digest.algorithm()).equals(digest)) {
            return false;
        }
        store.adopt(session.file().path(), digest);
        new Repository(store, session.repository()).linkBlob(digest);
        return true;
    }

    private static Reply created(String repository, Digest digest) {
        return Reply.of(201)
                .with("Location", "/v2/" + repository + "/blobs/" + digest)
                .with("Docker-Content-Digest", digest.toString());
    }
}
