package io.github.vertxregistry.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;

/**
 * Sees to it that a request whose connection was closed as it was handed out ends soon. Vert.x 5.1 tells nobody then, if
 * connection and caller have different event loops: what is written is never flushed and never fails, and the answer's whole time
 * would be waited out. A head is small: a connection that has not taken it after some looks is none. Looks, and not one longer
 * wait, since on a busy machine they come later, as the flush does.
 */
final class HeadWatch implements Handler<Long> {
    private static final long LOOK_MS = 50;
    private static final int LOOKS = 10;

    private final Vertx vertx;
    private final HttpClientRequest request;
    private int looks;

    private HeadWatch(Vertx vertx, HttpClientRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    /** Resets the request, so that its answer fails, unless its head is written soon. */
    static void over(Vertx vertx, HttpClientRequest request, Future<Void> written) {
        if (!written.isComplete()) {
            long timer = vertx.setPeriodic(LOOK_MS, new HeadWatch(vertx, request));
            written.onComplete(taken -> vertx.cancelTimer(timer));
        }
    }

    @Override
    public void handle(Long timer) {
        looks++;
        if (looks == LOOKS) {
            vertx.cancelTimer(timer);
            request.reset(0, new HttpClosedException("it did not take the request"));
        }
    }
}
