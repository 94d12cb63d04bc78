package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/**
 * Streams one part of a blob into one request, with back-pressure from the socket to the file, exactly as many bytes as
 * were announced, or all there are in chunks of HTTP's own where their number is not known. An answer that comes while the body is still going out ends the sending at once: the pool's connection
 * would never drain otherwise. A stall is judged by the bytes that move; after the last one the answer has its own, longer
 * time, since the registry then hashes. All of it runs on one context.
 */
final class BodyUpload {
    private static final int EXPECT_FROM = 32 << 10;
    private static final long CONTINUE_WAIT_MS = 1_000;
    private static final long FLUSH_WAIT_MS = 2_000;

    private final Vertx vertx;
    private final HttpConfig config;
    private final HttpCall call;
    private final BlobPart body;
    private final Task task;
    private final HttpClientRequest request;
    private final StallTimer timer;
    private final Context context;
    private final Promise<HttpAnswer> answer = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private final Continuation continuation;
    private final BodyPump pump;
    private ByteStream stream;
    private long sent;
    /** The request has been given the last byte. */
    private boolean whole;

    private boolean answered;
    private boolean over;

    /** Remembers which registries say nothing to {@code Expect: 100-continue}. */
    interface Continuation {
        boolean isKnownSilent();

        void silent();
    }

    BodyUpload(
            Vertx vertx,
            HttpConfig config,
            HttpCall call,
            BlobPart body,
            Task task,
            HttpClientRequest request,
            Continuation continuation,
            Blocks blocks) {
        this.vertx = vertx;
        this.continuation = continuation;
        this.config = config;
        this.call = call;
        this.body = body;
        this.task = task;
        this.request = request;
        this.context = vertx.getOrCreateContext();
        this.timer = new StallTimer(vertx, config.stallTimeoutMs(), this::stalled);
        this.pump = new BodyPump(request, blocks, this::given, timer::touch);
    }

    Future<HttpAnswer> run() {
        Runnable unhook = task.onStop(() -> context.runOnContext(v -> breakOff(task.stopReason())));
        request.exceptionHandler(this::sendingFailed);
        request.response().onComplete(this::answered, this::sendingFailed);
        request.setChunked(!body.isMeasured());
        if ((!body.isMeasured() || body.length() >= EXPECT_FROM) && !continuation.isKnownSilent()) {
            expectContinue();
        } else {
            HeadWatch.over(vertx, request, request.writeHead());
            open();
        }
        return answer.future().eventually(() -> {
            end();
            unhook.run();
            timer.stop();
            return stream == null ? Future.succeededFuture() : stream.close();
        });
    }

    /**
     * Lets the registry refuse before a large body is sent (RFC 9110, 10.1.1): one that answers 413 and closes at once would
     * often be seen as a broken connection, its answer lost. One that says nothing is sent the body after a second.
     */
    private void expectContinue() {
        request.putHeader("Expect", "100-continue");
        // Until then no byte is to move: this wait has its own end.
        timer.restart(CONTINUE_WAIT_MS + config.stallTimeoutMs());
        long wait = vertx.setTimer(CONTINUE_WAIT_MS, id -> {
            continuation.silent();
            open();
        });
        request.continueHandler(v -> {
            if (vertx.cancelTimer(wait)) {
                open();
            }
        });
        answer.future().onComplete(result -> vertx.cancelTimer(wait));
        HeadWatch.over(vertx, request, request.writeHead());
    }

    private void open() {
        if (!over) {
            timer.restart(config.stallTimeoutMs());
            body.source().open(body.offset(), body.length()).onComplete(this::start, this::breakOff);
        }
    }

    private void start(ByteStream opened) {
        stream = opened;
        if (over || answer.future().isComplete()) {
            opened.close();
            return;
        }
        pump.run(opened, body.isMeasured() ? body.length() : Long.MAX_VALUE)
                .onComplete(done -> bodyEnded(), this::breakOff);
    }

    private void given(int bytes) {
        timer.touch();
        sent += bytes;
        body.sent().accept(sent);
    }

    private void bodyEnded() {
        if (over) {
            return;
        }
        if (body.isMeasured() && sent != body.length()) {
            breakOff(changed());
            return;
        }
        whole = true;
        // What was written may still lie in our own queue: the registry has its longer time from the last byte on.
        request.end().onComplete(ended);
        ended.future().onSuccess(flushed -> {
            if (!over && !answered) {
                timer.restart(config.commitTimeoutMs());
            }
        });
    }

    private boolean isSent() {
        return ended.future().succeeded();
    }

    private void answered(HttpClientResponse response) {
        answered = true;
        if (!whole) {
            end();
        }
        timer.restart(config.stallTimeoutMs());
        CappedBody.read(response, CappedBody.ERROR_LIMIT, timer)
                .recover(cause -> {
                    request.reset();
                    return Future.succeededFuture(
                            cause instanceof CappedBody.TooLong tooLong ? tooLong.start() : Buffer.buffer());
                })
                .map(bytes -> new HttpAnswer(call, response.statusCode(), response.headers(), bytes))
                .onSuccess(this::received);
    }

    /**
     * The answer may be seen a moment before the end of what we wrote is. Where that end does not come, the registry has stopped
     * reading, and the connection is of no use to the next request.
     */
    private void received(HttpAnswer received) {
        if (!whole) {
            finish(received, true);
            return;
        }
        long grace = vertx.setTimer(FLUSH_WAIT_MS, id -> finish(received, true));
        ended.future().onComplete(flushed -> {
            vertx.cancelTimer(grace);
            finish(received, flushed.failed());
        });
    }

    private void finish(HttpAnswer received, boolean early) {
        if (answer.future().isComplete()) {
            return;
        }
        if (early) {
            // The rest of the body would otherwise go out on a connection that the next request is given.
            request.reset();
        }
        if (early && received.status() < 300) {
            answer.tryFail(received.senseless("it said " + received.status() + " before it had the whole body"));
        } else {
            answer.tryComplete(received);
        }
    }

    private void stalled() {
        boolean sending = !isSent();
        String what = sending
                ? "no byte moved for " + config.stallTimeoutMs() + " ms, at " + sent
                        + (body.isMeasured() ? " of " + body.length() : "")
                : "no answer within " + config.commitTimeoutMs() + " ms of the last byte";
        breakOff(RegistryException.of(FailureKind.STALLED, AnswerFailure.subject(call) + ": " + what)
                .withHint("the registry, or what lies between, has stopped taking data: try again"));
    }

    private void sendingFailed(Throwable cause) {
        if (!over) {
            breakOff(TransportFailure.of(call, Optional.empty(), cause));
        }
    }

    private void end() {
        over = true;
        pump.stop();
    }

    /** Ends the request without an answer; the connection is closed, since its body is not whole. */
    private void breakOff(Throwable reason) {
        end();
        answer.tryFail(reason);
        request.reset();
    }

    private RegistryException changed() {
        return RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        body.source().name()
                                + " has no longer as many bytes as it had: the file changed while it was read")
                .withHint("push again when nothing writes the file any more");
    }
}
