package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One upload of one repository. Its requests take turns: a second PATCH waits for the first, and is then judged by what
 * the first has left. Lives on the verticle's event loop.
 */
final class UploadSession {
    private final String id;
    private final String repository;
    private final UploadFile file;
    private Future<?> lastTurn = Future.succeededFuture();
    private RequestBody writer;
    private boolean closed;
    private long usedAt;

    UploadSession(String id, String repository, UploadFile file, long usedAt) {
        this.id = id;
        this.repository = repository;
        this.file = file;
        this.usedAt = usedAt;
    }

    String id() {
        return id;
    }

    String repository() {
        return repository;
    }

    UploadFile file() {
        return file;
    }

    long length() {
        return file.length();
    }

    /** Runs a step when those before it are through; fails with BLOB_UPLOAD_UNKNOWN where one of them closed the session. */
    <T> Future<T> inTurn(Supplier<Future<T>> step) {
        Future<T> turn = lastTurn.transform(before -> closed ? Future.failedFuture(unknown()) : step.get());
        lastTurn = turn;
        return turn.onComplete(done -> usedAt = System.currentTimeMillis());
    }

    /** Returns whether no request has been at work on it since that time, in milliseconds since 1970. */
    boolean idleSince(long time) {
        return lastTurn.isComplete() && usedAt < time;
    }

    /** Succeeds once the length can be trusted: at once while a request writes, after its last byte when it was cut. */
    Future<Void> settled() {
        boolean flows = writer != null && writer.alive();
        return flows ? Future.succeededFuture() : inTurn(Future::succeededFuture);
    }

    void writtenBy(RequestBody body) {
        writer = body;
    }

    /** Says that the session is over: requests that still wait for their turn will not find it. */
    void close() {
        closed = true;
    }

    /** Fails the request that writes at present. */
    void interrupt() {
        if (writer != null) {
            writer.abort(unknown());
        }
    }

    static Refusal unknown() {
        return Refusal.of(ErrorCode.BLOB_UPLOAD_UNKNOWN, "no such upload in this repository");
    }

    String location() {
        return "/v2/" + repository + "/blobs/uploads/" + id;
    }

    // The spec has no form for "nothing yet"; 0-0 is what the other registries say.
    Reply reply(int status) {
        return Reply.of(status)
                .with("Location", location())
                .with("Docker-Upload-UUID", id)
                .with("Range", range());
    }

    String range() {
        return "0-" + Math.max(0, length() - 1);
    }
}
