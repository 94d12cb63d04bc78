package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.ObjLongConsumer;

/**
 * Brings one blob to its place, and answers for it: what came in one stream is hashed on its way, what came in parts is read back
 * once. What is wrong is forgotten, so that no later pull takes it up. Belongs to one context.
 */
public final class BlobDownload {
    static final String PHASE = "download";

    private final Vertx vertx;
    private final SinkBlocks blocks;
    private final PulledBlob blob;
    private final Unpacking unpacking;
    private final ObjLongConsumer<Digest> resized;
    private final ByteSink sink;
    private final Task task;
    private long fetched;
    private long held;
    private int pieces;
    private int piecesLeft;

    public BlobDownload(
            Vertx vertx,
            SinkBlocks blocks,
            PulledBlob blob,
            Unpacking unpacking,
            ObjLongConsumer<Digest> resized,
            ByteSink sink,
            Task task) {
        this.vertx = vertx;
        this.blocks = blocks;
        this.blob = blob;
        this.unpacking = unpacking;
        this.resized = resized;
        this.sink = sink;
        this.task = task;
    }

    /** Is told before the first piece how many come, and how many bytes are there already. */
    public void expect(int requests, long bytesThere) {
        pieces = requests;
        piecesLeft = requests;
        held = bytesThere;
    }

    /** Returns the bytes that came from the registry. */
    public long fetched() {
        return fetched;
    }

    /** Returns the bytes that were there before. */
    public long held() {
        return held;
    }

    /** Fetches a piece, and proves the whole behind the last one. */
    public Future<Void> fetch(PullPiece piece, Sources sources) {
        if (piece.isWhole()) {
            return whole(sources.source(blob.descriptor())).recover(cause -> wrong(cause, sources));
        }
        return move(sources.source(blob.descriptor()), sink, piece.from(), piece.to())
                .compose(done -> {
                    piecesLeft--;
                    return piecesLeft == 0 ? prove(sources) : Future.succeededFuture();
                });
    }

    private Future<Void> whole(ByteSource source) {
        if (blob.isUnpacked()) {
            return unpacked(source);
        }
        HashedSink hashed = new HashedSink(vertx, sink, blob.descriptor().digest());
        return move(source, hashed, 0, blob.descriptor().size()).compose(done -> hashed.check(source.name()));
    }

    private Future<Void> unpacked(ByteSource source) {
        Descriptor placed = blob.placed();
        return unpacking
                .run(source, blob.descriptor().digest(), placed.digest(), sink, this::moved)
                .compose(size -> {
                    fetched = blob.descriptor().size();
                    if (size == placed.size()) {
                        return sink.wrote(0, size);
                    }
                    resized.accept(blob.descriptor().digest(), size);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> move(ByteSource source, ByteSink to, long from, long end) {
        return source.open(from, end - from).compose(stream -> new SinkPump(stream, to, from, end, blocks, this::moved)
                .run()
                .eventually(stream::close));
    }

    private void moved(long count) {
        fetched += count;
        task.progress()
                .report(
                        PHASE,
                        blob.descriptor().digest().toString(),
                        held + fetched,
                        blob.placed().size());
    }

    /** Proves a blob of which nothing is missing; fetches it anew where it is wrong. */
    public Future<Void> prove(Sources sources) {
        return readBack().recover(cause -> wrong(cause, sources));
    }

    private Future<Void> readBack() {
        return sink.digest(blob.placed().digest().algorithm())
                .compose(found -> found.equals(blob.placed().digest())
                        ? Future.succeededFuture()
                        : Future.failedFuture(mismatch(found)));
    }

    /** What an earlier pull left, what mirrors gave, or what came in parts may be wrong where the registry's own is not. */
    private Future<Void> wrong(Throwable cause, Sources sources) {
        if (!isWrong(cause)) {
            return Future.failedFuture(cause);
        }
        boolean mayHelp = sources.hasMirrors() || held > 0 || pieces != 1;
        fetched = 0;
        held = 0;
        return sink.forget().compose(done -> mayHelp ? again(sources) : Future.failedFuture(cause));
    }

    private Future<Void> again(Sources sources) {
        return whole(sources.own(blob.descriptor()))
                .recover(cause -> sink.forget().transform(done -> Future.failedFuture(cause)));
    }

    private RegistryException mismatch(Digest found) {
        return RegistryException.of(
                        FailureKind.DIGEST_MISMATCH, blob.placed().digest() + " as it was written hashes to " + found)
                .withHint("the content was changed on its way or where it lies: pull again, it is fetched anew");
    }

    private static boolean isWrong(Throwable cause) {
        return cause instanceof RegistryException failure
                && (failure.kind() == FailureKind.DIGEST_MISMATCH || failure.kind() == FailureKind.SIZE_MISMATCH);
    }
}
