package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Hashes what is written to a place from its start to its end, on worker threads, one block after the other, each while it is written
 * and the next one comes. Belongs to one context.
 */
final class HashedSink implements ByteSink {
    private final Vertx vertx;
    private final ByteSink sink;
    private final Digest digest;
    private final MessageDigest hash;
    private Future<Void> hashed = Future.succeededFuture();
    private long next;

    HashedSink(Vertx vertx, ByteSink sink, Digest digest) {
        this.vertx = vertx;
        this.sink = sink;
        this.digest = digest;
        this.hash = digest.newHash();
    }

    @Override
    public long length() {
        return sink.length();
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public Future<Void> write(ByteBuffer bytes, long at) {
        if (at != next) {
            return Future.failedFuture(new IllegalStateException("blocks are hashed in their order"));
        }
        next += bytes.remaining();
        ByteBuffer block = bytes.duplicate();
        hashed = hashed.compose(before -> vertx.executeBlocking(
                () -> {
                    hash.update(block);
                    return null;
                },
                false));
        return Future.join(hashed, sink.write(bytes, at)).mapEmpty();
    }

    /** Fails with {@code DIGEST_MISMATCH} where all that was written is something else than what the digest names. */
    Future<Void> check(String source) {
        return hashed.map(done -> {
            Digest found = Digest.of(digest.algorithm(), hash);
            if (!found.equals(digest)) {
                throw RegistryException.of(FailureKind.DIGEST_MISMATCH, source + ": its bytes hash to " + found)
                        .withHint("the content was changed on its way or where it lies: do not use it");
            }
            return null;
        });
    }

    @Override
    public Future<Void> wrote(long from, long to) {
        return sink.wrote(from, to);
    }

    @Override
    public Future<Void> forget() {
        return sink.forget();
    }

    @Override
    public Future<Digest> digest(String algorithm) {
        return sink.digest(algorithm);
    }
}
