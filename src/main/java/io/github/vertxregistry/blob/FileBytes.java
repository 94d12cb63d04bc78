package io.github.vertxregistry.blob;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.TarBlob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A blob's range of a file, read on worker threads, and straight into the caller's blocks: Vert.x's own {@code AsyncFile}
 * makes two new arrays for each read, and collecting them was a quarter of a push's CPU samples in a heap of 96 MiB.
 */
public final class FileBytes implements ByteSource {
    private final Vertx vertx;
    private final TarBlob blob;
    private final String tar;

    public FileBytes(Vertx vertx, TarBlob blob, String tar) {
        this.tar = tar;
        this.vertx = vertx;
        this.blob = blob;
    }

    @Override
    public long length() {
        return blob.size();
    }

    @Override
    public String name() {
        return blob.entry() + " of " + tar;
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        return vertx.executeBlocking(() -> FileChannel.open(Path.of(blob.file()), StandardOpenOption.READ), false)
                .recover(cause -> Future.failedFuture(unreadable("cannot be opened", cause)
                        .withHint("it was there a moment ago: does something move or remove it?")))
                .map(channel -> new Range(channel, blob.offset() + offset, length));
    }

    private RegistryException unreadable(String what, Throwable cause) {
        return RegistryException.of(FailureKind.TAR_UNREADABLE, blob.file() + " " + what + ": " + cause.getMessage())
                .withCause(cause);
    }

    private final class Range implements ByteStream {
        private final FileChannel channel;
        private long position;
        private long left;

        Range(FileChannel channel, long position, long length) {
            this.channel = channel;
            this.position = position;
            this.left = length;
        }

        @Override
        public Future<Integer> read(ByteBuffer place) {
            return left == 0
                    ? Future.succeededFuture(0)
                    : vertx.executeBlocking(() -> fill(place), false)
                            .recover(cause -> Future.failedFuture(unreadable("cannot be read", cause)));
        }

        private int fill(ByteBuffer place) throws IOException {
            int most = (int) Math.min(place.remaining(), left);
            int read = channel.read(place.limit(place.position() + most), position);
            if (read < 0) {
                return 0;
            }
            position += read;
            left -= read;
            return read;
        }

        @Override
        public Future<Void> close() {
            return vertx.<Void>executeBlocking(
                            () -> {
                                channel.close();
                                return null;
                            },
                            false)
                    .otherwiseEmpty();
        }
    }
}
