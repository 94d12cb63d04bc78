package io.github.vertxregistry.cluster;

import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.bus.LentBytes;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Blocks;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file of this process that the nodes of the cluster may read until it is taken back. It is read on worker threads. */
public final class LentFile {
    private final Vertx vertx;
    private final FileChannel channel;
    private final long size;
    private final LentBytes lent;
    private String address;

    private LentFile(Caller caller, FileChannel channel, long size) {
        this.vertx = caller.vertx();
        this.channel = channel;
        this.size = size;
        this.lent = caller.lend(this::read);
    }

    /** Lends a file; fails with {@code TAR_NOT_FOUND}, {@code TAR_UNREADABLE}, {@code UNSUPPORTED} (a folder). */
    public static Future<LentFile> lend(Caller caller, String path) {
        return caller.vertx()
                .executeBlocking(() -> open(path), false)
                .map(channel -> new LentFile(caller, channel.channel(), channel.size()))
                .compose(file -> file.lent.address().map(address -> {
                    file.address = address;
                    return file;
                }));
    }

    private record Opened(FileChannel channel, long size) {}

    private static Opened open(String path) {
        Path file = path(path);
        if (Files.isDirectory(file)) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED, Names.shown(path) + " is a folder, which cannot be lent")
                    .withHint("make a tar of it, or push it on the node that has it");
        }
        if (!Files.isRegularFile(file)) {
            throw RegistryException.of(FailureKind.TAR_NOT_FOUND, Names.shown(path) + " does not exist");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new Opened(channel, channel.size());
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.TAR_UNREADABLE, Names.shown(path) + " cannot be read: " + e)
                    .withCause(e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw RegistryException.badField("tar", "is not a path: '" + Names.shown(text) + "'")
                    .withCause(e);
        }
    }

    /** Returns the private address at which it is read. */
    public String address() {
        return address;
    }

    /** Returns how many bytes it has. */
    public long size() {
        return size;
    }

    /** Takes it back. */
    public Future<Void> takeBack() {
        return lent.close()
                .eventually(() -> vertx.executeBlocking(
                        () -> {
                            channel.close();
                            return null;
                        },
                        false));
    }

    private Future<Buffer> read(long offset, int length) {
        return vertx.executeBlocking(() -> Blocks.of(bytes(offset, length)), false)
                .recover(cause -> Future.failedFuture(RegistryException.of(
                                FailureKind.TAR_UNREADABLE, "the file that was lent cannot be read: " + cause)
                        .withCause(cause)));
    }

    private byte[] bytes(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - offset)));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                break;
            }
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }
}
