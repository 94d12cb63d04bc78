package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;

/**
 * The bytes of one upload so far. They are hashed as they are written, so that the closing request need not read them
 * again; it does so only after a restart, a rollback, or when another algorithm is asked for. Blocks; for worker threads,
 * one at a time.
 */
final class UploadFile implements RequestBody.Sink {
    private static final int BLOCK = 256 << 10;

    private final Path path;
    private final long most;
    private FileChannel channel;
    private byte[] block;
    private String algorithm = "sha256";
    private MessageDigest hash;
    private long hashed;
    private volatile long length;

    /** Makes the file, or goes on with the one that is there; it takes so many bytes at the most. */
    UploadFile(Path path, long most) throws IOException {
        this.path = path;
        this.most = most;
        Store.mark(path);
        this.length = Files.size(path);
    }

    Path path() {
        return path;
    }

    /** Returns how many bytes are in the file; may be called on any thread. */
    long length() {
        return length;
    }

    /** Refuses, with status 413, so many more bytes than the file takes; may be called on any thread. */
    void requireRoom(long more) {
        if (more > most - length) {
            throw Refusal.of(ErrorCode.SIZE_INVALID, 413, "a blob may have at most " + most + " bytes");
        }
    }

    /** Opens the file for the blocks of one request. */
    Void open(String expectedAlgorithm) throws IOException {
        if (length == 0) {
            algorithm = expectedAlgorithm == null ? algorithm : expectedAlgorithm;
            hash = hashOf(algorithm);
            hashed = 0;
        }
        channel = FileChannel.open(path, StandardOpenOption.WRITE);
        channel.position(length);
        block = new byte[BLOCK];
        return null;
    }

    @Override
    public void write(List<Buffer> blocks) throws IOException {
        int filled = 0;
        for (Buffer buffer : blocks) {
            int taken = 0;
            while (taken < buffer.length()) {
                int count = Math.min(buffer.length() - taken, BLOCK - filled);
                buffer.getBytes(taken, taken + count, block, filled);
                taken += count;
                filled += count;
                if (filled == BLOCK) {
                    append(filled);
                    filled = 0;
                }
            }
        }
        append(filled);
    }

    private void append(int count) throws IOException {
        requireRoom(count);
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (hash != null && hashed == length) {
            hash.update(block, 0, count);
            hashed += count;
        }
        length = channel.position();
    }

    Void close() throws IOException {
        block = null;
        if (channel != null) {
            channel.close();
            channel = null;
        }
        return null;
    }

    /** Takes back all that came after that length. */
    Void rollback(long to) throws IOException {
        try (FileChannel open = FileChannel.open(path, StandardOpenOption.WRITE)) {
            open.truncate(to);
        }
        length = to;
        hash = null;
        return null;
    }

    /** Returns the digest of the whole file; the running hash is used up. */
    Digest digest(String wanted) throws IOException {
        if (hash != null && hashed == length && algorithm.equals(wanted)) {
            MessageDigest finished = hash;
            hash = null;
            return Digest.of(algorithm, finished);
        }
        MessageDigest fresh = hashOf(wanted);
        byte[] bytes = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                fresh.update(bytes, 0, count);
            }
        }
        return Digest.of(wanted, fresh);
    }

    private static MessageDigest hashOf(String algorithm) {
        return new Digest(algorithm, "0".repeat(algorithm.equals("sha512") ? 128 : 64)).newHash();
    }
}
