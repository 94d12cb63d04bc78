package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Measures files that are to become layers: their sizes and digests. Blocking. */
public final class ArtifactFiles {
    private static final int BLOCK = 256 << 10;

    private ArtifactFiles() {}

    /** Returns a file as a blob; fails with {@code TAR_NOT_FOUND}, {@code TAR_UNREADABLE}, or what stopped the task. */
    public static TarBlob measure(Path file, Task task) {
        if (Files.isDirectory(file)) {
            throw RegistryException.of(FailureKind.TAR_NOT_FOUND, file + " is a folder")
                    .withHint("an artifact is made of files: pack the folder, with tar for one");
        }
        if (!Files.isRegularFile(file)) {
            throw RegistryException.of(FailureKind.TAR_NOT_FOUND, "there is no file " + file);
        }
        MessageDigest hash = Digest.newHash("sha256");
        long size = read(file, hash, task);
        return new TarBlob(
                Digest.of("sha256", hash),
                size,
                Compression.NONE,
                file.toString(),
                0,
                file.getFileName().toString());
    }

    /** Hashes a file block by block; returns how many bytes it has. */
    static long read(Path file, MessageDigest hash, Task task) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int count = channel.read(block); count >= 0; count = channel.read(block.clear())) {
                task.check();
                hash.update(block.flip());
                size += count;
            }
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.TAR_UNREADABLE, file + " cannot be read: " + e.getMessage())
                    .withCause(e);
        }
        return size;
    }
}
