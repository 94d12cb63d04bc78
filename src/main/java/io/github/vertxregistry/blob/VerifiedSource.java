package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Bytes that hash to a digest: who reads them from the start to the end sees the last read fail with {@code DIGEST_MISMATCH}
 * where they do not, and with {@code SIZE_MISMATCH} where they are fewer than was said. Hashed on worker threads, block by
 * block as they are read. A part alone cannot be verified, and is handed on as it is.
 */
public final class VerifiedSource implements ByteSource {
    private final Vertx vertx;
    private final ByteSource source;
    private final Digest digest;

    public VerifiedSource(Vertx vertx, ByteSource source, Digest digest) {
        this.vertx = vertx;
        this.source = source;
        this.digest = digest;
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        Future<ByteStream> opened = source.open(offset, length);
        return offset == 0 && length == length() ? opened.map(Hashed::new) : opened;
    }

    private final class Hashed implements ByteStream {
        private final ByteStream stream;
        private final MessageDigest hash = digest.newHash();
        private long left = length();

        Hashed(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            ByteBuffer block = place.duplicate();
            return stream.read(place).compose(count -> {
                if (count == 0) {
                    return left == 0 ? ended() : Future.failedFuture(tooFew());
                }
                left -= count;
                block.limit(block.position() + count);
                return vertx.executeBlocking(
                        () -> {
                            hash.update(block);
                            return left == 0 ? checked(count) : count;
                        },
                        false);
            });
        }

        /** Nothing at all hashes to something, too. */
        private Future<Integer> ended() {
            try {
                return Future.succeededFuture(length() == 0 ? checked(0) : 0);
            } catch (RegistryException e) {
                return Future.failedFuture(e);
            }
        }

        private int checked(int count) {
            Digest got = Digest.of(digest.algorithm(), hash);
            if (!got.equals(digest)) {
                throw RegistryException.of(FailureKind.DIGEST_MISMATCH, name() + ": its bytes hash to " + got)
                        .withHint("the content was changed on its way or where it lies: do not use it");
            }
            return count;
        }

        private RegistryException tooFew() {
            return RegistryException.of(
                    FailureKind.SIZE_MISMATCH, name() + " ends " + left + " bytes before its length of " + length());
        }

        @Override
        public Future<Void> close() {
            return stream.close();
        }
    }
}
