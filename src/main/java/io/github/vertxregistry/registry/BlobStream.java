package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.http.Attempt;
import io.github.vertxregistry.http.Download;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part of a blob that is being read: the answer it comes by, another one where that was cut, and how far it is. */
final class BlobStream implements ByteStream {
    private static final Logger LOG = LoggerFactory.getLogger(BlobStream.class);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    /** A registry that cuts after less than this has not got us any further. */
    private static final long LEAST_PROGRESS = 64 << 10;

    private static final int SKIP_BLOCK = 64 << 10;

    private final List<BlobsEndpoint> places;
    private final Descriptor blob;
    private final long end;
    private final Context context;
    private final Task task;
    private int number;
    private long position;
    private long failedAt;
    private ByteStream body;
    private boolean isWhole;
    private boolean closed;
    private Throwable failure;

    BlobStream(List<BlobsEndpoint> places, Descriptor blob, long offset, long end, Context context, Task task) {
        this.places = places;
        this.blob = blob;
        this.position = offset;
        this.failedAt = offset;
        this.end = end;
        this.context = context;
        this.task = task;
    }

    /** Succeeds, with this, when the bytes begin to come. */
    Future<ByteStream> begin() {
        return position == end
                ? Future.succeededFuture(this)
                : somewhere(this::connected).map(connected -> this);
    }

    @Override
    public Future<Integer> read(ByteBuffer place) {
        return onContext(() -> readHere(place));
    }

    private Future<Integer> readHere(ByteBuffer place) {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        if (position == end || !place.hasRemaining()) {
            return Future.succeededFuture(0);
        }
        int limit = place.limit();
        place.limit(place.position() + (int) Math.min(place.remaining(), end - position));
        return somewhere(() -> connected().compose(from -> part(from, place)))
                .onFailure(cause -> failure = cause)
                .eventually(() -> {
                    place.limit(limit);
                    return Future.succeededFuture();
                });
    }

    private Future<Integer> part(ByteStream from, ByteBuffer place) {
        int start = place.position();
        return from.read(place).compose(count -> {
            if (count == 0) {
                // A connection that was cut may look so, where no length was said.
                return Future.failedFuture(
                        otherSize("the answer ended at " + position).withRetry(true, 0));
            }
            if (position + count < end) {
                position += count;
                return Future.succeededFuture(count);
            }
            return ended(from)
                    .onSuccess(done -> position = end)
                    .onFailure(cause -> place.position(start))
                    .map(count);
        });
    }

    /** Where there are more bytes than were said, those that came are not the blob. */
    private Future<Void> ended(ByteStream from) {
        if (isWhole && end < blob.size()) {
            // Nobody wants what comes after the part.
            drop();
            return Future.succeededFuture();
        }
        return from.read(ByteBuffer.allocate(1))
                .compose(more -> more == 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(otherSize("more comes than what ends at " + end)));
    }

    private Future<ByteStream> connected() {
        if (body != null) {
            return Future.succeededFuture(body);
        }
        return places.get(number).download(blob, position, end).compose(this::accept);
    }

    private Future<ByteStream> accept(Download download) {
        body = download.body();
        if (closed) {
            throw RegistryException.of(FailureKind.CANCELLED, name() + ": closed by its reader");
        }
        HttpAnswer answer = download.answer();
        if (answer.is(416)) {
            throw otherSize("the registry has none at " + position).withAnswer(416, List.of());
        }
        answer.require(200, 206);
        StatedDigest.check(answer, blob.digest());
        isWhole = answer.is(200);
        if (!isWhole) {
            checkRange(answer);
            return Future.succeededFuture(body);
        }
        checkWhole(answer);
        if (position > 0) {
            LOG.debug("{} {}: no Range is served, {} bytes are passed over", task.id(), name(), position);
        }
        ByteStream from = body;
        return Repeat.whilst(position, left -> left > 0, left -> skip(from, left))
                .map(from);
    }

    private Future<Long> skip(ByteStream from, long left) {
        return from.read(ByteBuffer.allocate((int) Math.min(SKIP_BLOCK, left))).map(count -> {
            if (count == 0) {
                throw otherSize("the answer ended before " + position).withRetry(true, 0);
            }
            return left - count;
        });
    }

    private void checkRange(HttpAnswer answer) {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw answer.senseless("it gives a part of the blob and does not say which");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (!range.group(3).equals("*") && Long.parseLong(range.group(3)) != blob.size()) {
            throw otherSize("the registry has " + range.group(3));
        }
        if (first != position || last >= end || last < first) {
            throw answer.senseless(
                    "it was asked for the bytes " + position + "-" + (end - 1) + " and gives " + first + "-" + last);
        }
    }

    private void checkWhole(HttpAnswer answer) {
        OptionalLong length = answer.number("Content-Length");
        if (length.isPresent() && length.getAsLong() != blob.size()) {
            answer.requireNoPage();
            throw otherSize("the registry has " + length.getAsLong());
        }
    }

    /** Does a step, again where that may help, and after that with the next place. */
    private <T> Future<T> somewhere(Supplier<Future<T>> step) {
        Future<T> here = places.get(number).repeat(new Step<>(step));
        return number == places.size() - 1
                ? here
                : here.recover(cause -> {
                    if (task.isStopped() || closed || !(cause instanceof RegistryException failure)) {
                        return Future.failedFuture(cause);
                    }
                    if (failure.kind() != FailureKind.NOT_FOUND) {
                        LOG.warn("{} {}: goes on without a mirror: {}", task.id(), name(), failure.getMessage());
                    }
                    number++;
                    return somewhere(step);
                });
    }

    private final class Step<T> implements Attempt<T> {
        private final Supplier<Future<T>> step;
        private boolean moved;

        Step(Supplier<Future<T>> step) {
            this.step = step;
        }

        @Override
        public Future<T> run() {
            return step.get().onFailure(cause -> {
                moved = position - failedAt >= LEAST_PROGRESS;
                failedAt = position;
                drop();
            });
        }

        @Override
        public boolean hasMoved() {
            return moved;
        }
    }

    private void drop() {
        if (body != null) {
            body.close();
            body = null;
        }
    }

    private RegistryException otherSize(String what) {
        return RegistryException.of(
                        FailureKind.SIZE_MISMATCH, name() + " should have " + blob.size() + " bytes: " + what)
                .withHint(
                        "the manifest and the registry's blob do not go together, or something changes it on its way");
    }

    private String name() {
        return places.get(number).name(blob.digest());
    }

    @Override
    public Future<Void> close() {
        return onContext(() -> {
            closed = true;
            drop();
            return Future.succeededFuture();
        });
    }

    private <T> Future<T> onContext(Supplier<Future<T>> step) {
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            return step.get();
        }
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> step.get().onComplete(done));
        return done.future();
    }
}
