package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The body of an answer, read as its reader wants it: while nobody reads, no more is taken from the socket than the few
 * buffers that were on their way, and no stall is counted. Belongs to the context that asked. A body that is not read to its
 * end must be closed, which closes its connection.
 */
final class BodyDownload implements ByteStream {
    private final Vertx vertx;
    private final HttpConfig config;
    private final HttpCall call;
    private final HttpClientResponse response;
    private final Promise<Void> over;
    private final Runnable unhook;
    private Buffer rest = Buffer.buffer();
    private int restAt;
    private long taken;
    private boolean ended;
    private Throwable failure;
    private ByteBuffer place;
    private int placed;
    private Promise<Integer> reading;
    private StallTimer timer;

    /**
     * Takes over a response that is paused.
     *
     * @param over is completed when nothing more will come
     */
    BodyDownload(
            Vertx vertx, HttpConfig config, HttpCall call, HttpClientResponse response, Promise<Void> over, Task task) {
        this.over = over;
        this.vertx = vertx;
        this.config = config;
        this.call = call;
        this.response = response;
        Context context = vertx.getOrCreateContext();
        response.exceptionHandler(cause -> fail(TransportFailure.of(call, Optional.empty(), cause)));
        response.endHandler(end -> end());
        response.handler(this::take);
        this.unhook = task.onStop(() -> context.runOnContext(v -> breakOff(task.stopReason())));
    }

    /** Fills the place, but for the last bytes and those before a failure; fails with {@code UNREACHABLE} or {@code STALLED}. */
    @Override
    public Future<Integer> read(ByteBuffer to) {
        if (reading != null) {
            return Future.failedFuture(new IllegalStateException("one read at a time"));
        }
        Promise<Integer> read = Promise.promise();
        place = to;
        placed = 0;
        reading = read;
        timer = new StallTimer(vertx, config.stallTimeoutMs(), this::stalled);
        goOn();
        return read.future();
    }

    private void take(Buffer buffer) {
        rest = buffer;
        restAt = 0;
        if (timer != null) {
            timer.touch();
        }
        goOn();
    }

    private void goOn() {
        if (reading == null) {
            return;
        }
        int count = Math.min(place.remaining(), rest.length() - restAt);
        if (count > 0) {
            Blocks.copy(rest, restAt, place, count);
            restAt += count;
            placed += count;
            taken += count;
        }
        boolean isFull = !place.hasRemaining();
        if (failure != null && placed == 0) {
            reply(null, failure);
        } else if (isFull || ended || failure != null) {
            reply(placed, null);
        } else {
            response.fetch(1);
        }
    }

    private void reply(Integer count, Throwable cause) {
        Promise<Integer> read = reading;
        reading = null;
        timer.stop();
        timer = null;
        if (cause == null) {
            read.complete(count);
        } else {
            read.fail(cause);
        }
    }

    private void end() {
        ended = true;
        finish();
        goOn();
    }

    private void fail(Throwable cause) {
        if (failure == null && !ended) {
            failure = cause;
            finish();
            goOn();
        }
    }

    private void finish() {
        unhook.run();
        over.tryComplete();
    }

    private void stalled() {
        breakOff(RegistryException.of(
                        FailureKind.STALLED,
                        AnswerFailure.subject(call) + ": no byte came for " + config.stallTimeoutMs() + " ms, at "
                                + taken)
                .withHint("the registry, or what lies between, has stopped sending: try again"));
    }

    private void breakOff(Throwable reason) {
        if (!ended && failure == null) {
            fail(reason);
            response.request().reset();
        }
    }

    @Override
    public Future<Void> close() {
        breakOff(RegistryException.of(FailureKind.CANCELLED, call.what() + ": closed by its reader"));
        return over.future();
    }
}
