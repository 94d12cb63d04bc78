package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.Decompression;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * Decompresses layers while they come, each to its place. Both sides are hashed: what comes has to be the blob, and what it becomes
 * what the image's config says.
 */
public final class Unpacking {
    private static final int BLOCK = 256 << 10;

    private final Vertx vertx;
    private final Packing packing;
    private final UnpackLimits limits;
    private final Task task;

    public Unpacking(Vertx vertx, Packing packing, UnpackLimits limits, Task task) {
        this.vertx = vertx;
        this.packing = packing;
        this.limits = limits;
        this.task = task;
    }

    /**
     * Decompresses a layer; succeeds with the number of bytes that it has become. What is more than its place is counted only.
     *
     * @param packed the layer as the registry has it
     * @param blob what that hashes to
     * @param diffId what the decompressed bytes hash to
     * @param sink their place, or null to count them alone
     * @param moved is told how many bytes have been done, for each block
     */
    public Future<Long> run(ByteSource packed, Digest blob, Digest diffId, ByteSink sink, LongConsumer moved) {
        Context loop = vertx.getOrCreateContext();
        ByteSource verified = new VerifiedSource(vertx, packed, blob);
        return packing.runWaiting(() -> {
            try (StreamInput in = StreamInput.open(loop, verified)) {
                return unpack(in, packed.name(), diffId, sink, count -> loop.runOnContext(v -> moved.accept(count)));
            } catch (IOException e) {
                throw RegistryException.of(
                                FailureKind.TAR_UNREADABLE,
                                packed.name() + " cannot be decompressed: " + e.getMessage())
                        .withHint("the layer is damaged where the registry has it: push the image again")
                        .withCause(e);
            }
        });
    }

    private long unpack(StreamInput in, String name, Digest diffId, ByteSink sink, LongConsumer moved)
            throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, Compression.MAGIC_LENGTH);
        byte[] head = start.readNBytes(Compression.MAGIC_LENGTH);
        start.unread(head);
        MessageDigest hash = diffId.newHash();
        byte[] block = new byte[BLOCK];
        long done = 0;
        try (InputStream plain = Decompression.open(start, Compression.of(head, head.length), limits, name, task)) {
            for (int count = plain.readNBytes(block, 0, BLOCK); count > 0; count = plain.readNBytes(block, 0, BLOCK)) {
                hash.update(block, 0, count);
                write(sink, block, count, done);
                done += count;
                moved.accept(count);
            }
            drain(in);
        }
        Digest found = Digest.of(diffId.algorithm(), hash);
        if (!found.equals(diffId)) {
            throw RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            name + " decompressed hashes to " + found + ", not to " + diffId
                                    + ", which the image's config names")
                    .withHint("the image contradicts itself: build and push it again");
        }
        return done;
    }

    private static void write(ByteSink sink, byte[] block, int count, long at) {
        int fitting = sink == null ? 0 : (int) Math.min(count, Math.max(0, sink.length() - at));
        if (fitting > 0) {
            StreamInput.join(sink.write(ByteBuffer.wrap(block, 0, fitting), at)
                    .toCompletionStage()
                    .toCompletableFuture());
        }
    }

    /** The last block proves what came; a decoder does not look at what follows its data. */
    private static void drain(StreamInput in) throws IOException {
        byte[] rest = new byte[BLOCK];
        while (in.read(rest, 0, BLOCK) >= 0) {
            // It belongs to the blob.
        }
    }
}
