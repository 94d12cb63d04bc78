package io.github.vertxregistry.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads an answer's body up to a limit. */
final class CappedBody {
    /** What is read of the body of an error, or of an answer whose body nobody wants. */
    static final int ERROR_LIMIT = 64 << 10;

    private final int limit;
    private final Buffer bytes = Buffer.buffer();
    private final Promise<Buffer> whole = Promise.promise();

    private CappedBody(int limit) {
        this.limit = limit;
    }

    /**
     * Reads the body. What is above the limit is not read: the future then fails with {@link TooLong}, which holds what was
     * read; the caller resets the request.
     */
    static Future<Buffer> read(HttpClientResponse response, int limit, StallTimer timer) {
        CappedBody body = new CappedBody(limit);
        response.exceptionHandler(body.whole::tryFail);
        response.endHandler(end -> body.whole.tryComplete(body.bytes));
        response.handler(part -> {
            timer.touch();
            body.add(part);
        });
        response.resume();
        return body.whole.future();
    }

    private void add(Buffer part) {
        int room = limit - bytes.length();
        if (part.length() > room) {
            bytes.appendBuffer(part, 0, room);
            whole.tryFail(new TooLong(bytes));
        } else {
            bytes.appendBuffer(part);
        }
    }

    /** The body is longer than the limit. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Buffer start;

        TooLong(Buffer start) {
            super("the body is too long", null, false, false);
            this.start = start;
        }

        Buffer start() {
            return start;
        }
    }
}
