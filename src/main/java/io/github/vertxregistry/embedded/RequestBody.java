package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's body that loses no byte and no cut, however late it is asked for: it is paused and watched from the start.
 * It is either written to a sink, with back-pressure and at most 2 MiB in memory, or read whole up to a limit, or
 * thrown away.
 */
final class RequestBody {
    private static final int HIGH_WATER = 1 << 20;
    private static final long MAX_DISCARD = 64L << 20;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Worker worker;
    private final long stallMs;
    private final Promise<Long> outcome = Promise.promise();

    private Sink sink;
    private List<Buffer> queue = new ArrayList<>();
    private long queued;
    private long received;
    private long discarded;
    private boolean expectsContinue;
    private boolean writing;
    private boolean full;
    private boolean ended;
    private boolean moved;
    private Throwable failure;

    /** Takes blocks of a body, in order, on a worker thread. */
    interface Sink {
        void write(List<Buffer> blocks) throws IOException;
    }

    RequestBody(Vertx vertx, HttpServerRequest request, Worker worker, Duration stall) {
        this.vertx = vertx;
        this.request = request;
        this.worker = worker;
        this.stallMs = stall.toMillis();
        this.expectsContinue = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        request.pause();
        request.handler(this::arrived);
        request.endHandler(done -> finished());
        request.exceptionHandler(this::abort);
    }

    /** Returns the length that the request declares, or -1. */
    long declaredLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw Refusal.of(ErrorCode.SIZE_INVALID, "Content-Length is not a number");
        }
    }

    /** Returns whether the request may have a body at all. */
    boolean present() {
        return declaredLength() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    /** Returns whether bytes may still come. */
    boolean alive() {
        return !ended && failure == null;
    }

    /**
     * Writes the body to the sink and succeeds with its length. Fails when the connection is cut, the body is aborted or
     * no byte comes for the stall timeout; all that came before has reached the sink then.
     */
    Future<Long> writeTo(Sink target) {
        sink = target;
        long watch = vertx.setPeriodic(stallMs, id -> checkStall());
        start();
        pump();
        return outcome.future().onComplete(done -> vertx.cancelTimer(watch));
    }

    /** Reads the whole body; one that is larger than the limit is refused with status 413 and SIZE_INVALID. */
    Future<Buffer> read(int limit) {
        if (declaredLength() > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        Buffer whole = Buffer.buffer();
        return writeTo(blocks -> {
                    blocks.forEach(whole::appendBuffer);
                    if (whole.length() > limit) {
                        throw tooLarge(limit);
                    }
                })
                .map(whole);
    }

    /** Fails the writing with that reason, once what has arrived is written. */
    void abort(Throwable reason) {
        if (alive()) {
            failure = reason;
            pump();
        }
    }

    /**
     * Throws away what is left after the answer, so that the connection can be used again; more than 64 MiB, or a body
     * that waits for "100 Continue", is not worth it and the connection is closed.
     */
    void discard() {
        sink = null;
        queue = new ArrayList<>();
        if (ended) {
            return;
        }
        if (failure != null || expectsContinue) {
            request.connection().close();
            return;
        }
        full = false;
        request.resume();
    }

    private static Refusal tooLarge(int limit) {
        return Refusal.of(ErrorCode.SIZE_INVALID, 413, "a manifest may have at most " + limit + " bytes");
    }

    private void start() {
        if (expectsContinue && alive()) {
            expectsContinue = false;
            request.response().writeContinue();
        }
        request.resume();
    }

    private void arrived(Buffer block) {
        moved = true;
        if (sink == null) {
            discarded += block.length();
            if (discarded > MAX_DISCARD) {
                request.connection().close();
            }
            return;
        }
        queue.add(block);
        queued += block.length();
        received += block.length();
        if (queued >= HIGH_WATER && !full) {
            full = true;
            request.pause();
        }
        pump();
    }

    private void finished() {
        ended = true;
        pump();
    }

    private void pump() {
        if (sink == null || writing) {
            return;
        }
        if (!queue.isEmpty()) {
            writeQueue();
        } else if (failure != null) {
            outcome.tryFail(failure);
        } else if (ended) {
            outcome.tryComplete(received);
        }
    }

    private void writeQueue() {
        List<Buffer> blocks = queue;
        Sink target = sink;
        queue = new ArrayList<>();
        queued = 0;
        writing = true;
        worker.<Void>run(() -> {
                    target.write(blocks);
                    return null;
                })
                .onSuccess(done -> written())
                .onFailure(this::writeFailed);
        if (full) {
            full = false;
            request.resume();
        }
    }

    private void written() {
        writing = false;
        moved = true;
        pump();
    }

    private void writeFailed(Throwable cause) {
        writing = false;
        sink = null;
        request.pause();
        outcome.tryFail(cause);
    }

    private void checkStall() {
        if (!moved && !writing && alive()) {
            abort(Refusal.of(ErrorCode.BLOB_UPLOAD_INVALID, 408, "no byte of the body came for " + stallMs + " ms"));
        }
        moved = false;
    }
}
