package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.PackedSoFar;
import io.github.vertxregistry.compress.PackingBlock;
import io.github.vertxregistry.compress.PackingRun;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Compresses what it reads of another stream, block by block, several at once, and hands them on in their order. Nothing is
 * read that nobody has taken a place for: who does not read on stops it. Hashes and compresses on the threads of {@link Packing};
 * all else belongs to one context.
 */
final class PackedStream implements ByteStream {
    /** One that is handed on, and one that is made meanwhile. */
    private static final int LEAST_WINDOW = 2;

    private final Packing packing;
    private final BlockFormat format;
    private final PackedSource source;
    private final ByteStream plain;
    private final PackingRun run;
    private final ByteBuffer history;
    private final Queue<Part> parts = new ArrayDeque<>();
    private final long plainLength;
    private long begun;
    private long skip;
    /** Each of the three is done for one block after the other; these are the latest. */
    private Future<?> reading = Future.succeededFuture();

    private Future<?> hashing = Future.succeededFuture();
    private Future<?> counting = Future.succeededFuture();
    private boolean begunLast;
    private boolean closed;
    private Throwable failure;
    /** How many blocks may be under way; see {@link #adapt()}. */
    private int window = LEAST_WINDOW;

    private ByteBuffer place;
    private Promise<Integer> waiting;

    /**
     * Goes on from a block's start.
     *
     * @param plain the plain bytes from there on
     * @param history the plain bytes before
     * @param skip how many of the packed bytes from there on nobody wants
     */
    PackedStream(
            Packing packing,
            BlockFormat format,
            PackedSource source,
            ByteStream plain,
            PackedSoFar from,
            ByteBuffer history,
            long skip) {
        this.packing = packing;
        this.format = format;
        this.source = source;
        this.plain = plain;
        this.run = new PackingRun(from);
        this.history = history;
        this.plainLength = source.total();
        this.begun = from.plain();
        this.skip = skip;
    }

    /** A block under way: ready when both of its sides are counted, free when no thread works on it. */
    private static final class Part {
        final PackingBlock block;
        final boolean first;
        final boolean last;
        Future<PackedSoFar> ready;
        Future<?> free;
        ByteBuffer packed;

        Part(PackingBlock block, boolean first, boolean last) {
            this.block = block;
            this.first = first;
            this.last = last;
        }

        boolean isReady() {
            return ready != null && ready.isComplete();
        }
    }

    @Override
    public Future<Integer> read(ByteBuffer into) {
        if (!into.hasRemaining()) {
            return Future.succeededFuture(0);
        }
        Promise<Integer> asked = Promise.promise();
        place = into;
        waiting = asked;
        adapt();
        begin();
        serve();
        return asked.future();
    }

    /**
     * Who had to wait has one block more under way from now on; who finds all of them done has one less. So a reader that has come
     * to a stop, at a registry that takes no more, holds none of the memory that others could work with.
     */
    private void adapt() {
        if (parts.isEmpty() || !parts.peek().isReady()) {
            window = parts.size() + 1;
        } else if (parts.stream().allMatch(Part::isReady)) {
            window = parts.size() - 1;
        }
        window = Math.max(LEAST_WINDOW, window);
    }

    /** Takes up blocks as long as there is memory for them. */
    private void begin() {
        boolean begins = true;
        while (begins && !closed && !begunLast && failure == null) {
            begins = parts.isEmpty() ? beginOwn() : parts.size() < window && beginMore();
        }
    }

    private boolean beginOwn() {
        try {
            begin(packing.take(format));
            return true;
        } catch (RuntimeException e) {
            failure = e;
            return false;
        }
    }

    private boolean beginMore() {
        Optional<PackingBlock> block = packing.takeMore(format);
        block.ifPresent(this::begin);
        return block.isPresent();
    }

    private void begin(PackingBlock block) {
        int length = (int) Math.min(format.blockSize(), plainLength - begun);
        Part part = new Part(block, begun == 0, begun + length == plainLength);
        begun += length;
        begunLast = part.last;
        parts.add(part);
        Future<?> read = reading.compose(done -> read(part.block, length));
        Future<?> packed = read.compose(done -> packing.pack(part.block, part.first, part.last));
        Future<PackingRun.Plain> hashed =
                Future.all(read, hashing).compose(done -> packing.run(() -> run.plain(part.block)));
        Future<PackingRun.Packed> counted = Future.all(packed, counting, part.last ? hashed : packed)
                .compose(done -> packing.run(() -> run.packed(part.block, part.last)));
        reading = read;
        hashing = hashed;
        counting = counted;
        part.free = Future.join(packed, hashed, counted);
        // Behind that: a block that is handed on is given back at once, and may be the only one that there is memory
        // for.
        part.ready =
                part.free.map(done -> counted.result().with(hashed.result())).onComplete(done -> serve());
    }

    private Future<Void> read(PackingBlock block, int length) {
        ByteBuffer space = block.begin(history, length);
        return PackedSource.fill(plain, space).map(done -> {
            if (space.hasRemaining()) {
                throw source.changed();
            }
            block.leaveHistory(history);
            return null;
        });
    }

    /** Answers the read that waits, if the next block is ready. */
    private void serve() {
        while (waiting != null && !closed) {
            Part next = parts.peek();
            if (failure != null) {
                fail(failure);
            } else if (next == null) {
                answer(0);
            } else if (!next.isReady()) {
                return;
            } else if (next.ready.failed()) {
                fail(next.ready.cause());
            } else {
                hand(next);
            }
        }
    }

    private void hand(Part next) {
        if (next.packed == null && !open(next)) {
            return;
        }
        int skipped = (int) Math.min(skip, next.packed.remaining());
        skip -= skipped;
        next.packed.position(next.packed.position() + skipped);
        int length = Math.min(place.remaining(), next.packed.remaining());
        place.put(next.packed.slice().limit(length));
        next.packed.position(next.packed.position() + length);
        boolean isDone = !next.packed.hasRemaining();
        if (isDone) {
            parts.remove();
            release(next);
        }
        if (length > 0) {
            answer(length);
        }
        if (isDone) {
            // At the end: a block that fails at once would answer what has been answered by then.
            begin();
        }
    }

    private boolean open(Part next) {
        try {
            next.packed = next.block.packed();
            if (next.last) {
                source.ended(next.ready.result());
            } else {
                source.passed(next.ready.result());
            }
            return true;
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private void answer(int count) {
        Promise<Integer> asked = waiting;
        waiting = null;
        asked.complete(count);
    }

    /** What has failed once stays so: what comes behind a block that was not whole is of no use. */
    private void fail(Throwable cause) {
        failure = cause;
        Promise<Integer> asked = waiting;
        waiting = null;
        asked.fail(cause);
    }

    private void release(Part part) {
        part.free.onComplete(done -> packing.giveBack(part.block));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        for (Part part = parts.poll(); part != null; part = parts.poll()) {
            release(part);
        }
        return plain.close();
    }
}
