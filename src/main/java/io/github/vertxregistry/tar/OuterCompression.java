package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.Decompression;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Unpacks a tar that is compressed as a whole; the blobs of a plain one can be read where they lie. */
final class OuterCompression {
    private static final int BUFFER = 256 << 10;

    private OuterCompression() {}

    /** Returns how the file is compressed, told from its first bytes. */
    static Compression of(Path file) throws IOException {
        try (TarBytes bytes = TarBytes.of(FileChannel.open(file, StandardOpenOption.READ))) {
            return of(bytes);
        }
    }

    /** Returns how these bytes are compressed, told from the first of them. */
    static Compression of(TarBytes bytes) throws IOException {
        try (InputStream in = new ChannelRange(bytes, 0, bytes.size(), false)) {
            byte[] head = in.readNBytes(TarHeader.LENGTH);
            return TarHeader.is(head, 0) ? Compression.NONE : Compression.of(head, head.length);
        }
    }

    /**
     * Unpacks the file into a new one that only its owner may read; on failure nothing is left of that.
     *
     * @param spool the file to make; it must not exist, its folder is made where there is none
     */
    static void unpack(Path file, Compression compression, Path spool, UnpackLimits limits, Task task)
            throws IOException {
        try (TarBytes packed = TarBytes.of(FileChannel.open(file, StandardOpenOption.READ))) {
            unpack(packed, file.toString(), compression, spool, limits, task);
        }
    }

    /** Does the same with bytes that lie elsewhere, of a tar of that name. */
    static void unpack(TarBytes packed, String tar, Compression compression, Path spool, UnpackLimits limits, Task task)
            throws IOException {
        try (InputStream unpacked =
                Decompression.open(new ChannelRange(packed, 0, packed.size(), false), compression, limits, tar, task)) {
            fill(spool, unpacked, tar, task);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("its " + compression + " data are cut or damaged", e);
        }
    }

    private static void fill(Path spool, InputStream unpacked, String tar, Task task) throws IOException {
        WritableByteChannel created = create(spool, tar);
        boolean done = false;
        try (WritableByteChannel out = created) {
            copy(unpacked, out, tar, task);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(spool);
            }
        }
    }

    private static WritableByteChannel create(Path spool, String tar) {
        try {
            Files.createDirectories(spool.toAbsolutePath().getParent(), ownerOnly(spool, "rwx------"));
            return Files.newByteChannel(
                    spool,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    ownerOnly(spool, "rw-------"));
        } catch (IOException e) {
            throw notWritten(tar, spool.toString(), e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void copy(InputStream unpacked, WritableByteChannel out, String tar, Task task) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        for (int read = unpacked.read(buffer); read >= 0; read = unpacked.read(buffer)) {
            task.check();
            write(ByteBuffer.wrap(buffer, 0, read), out, tar);
            done += read;
            task.progress().report("unpack", tar, done, -1);
        }
    }

    private static void write(ByteBuffer bytes, WritableByteChannel out, String tar) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw notWritten(tar, "a temporary file", e);
        }
    }

    private static RegistryException notWritten(String tar, String where, IOException cause) {
        return RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        tar + " is compressed and cannot be unpacked to " + where + ": " + cause)
                .withHint("make room in the temporary folder, or unpack the tar yourself and push the result")
                .withCause(cause);
    }
}
