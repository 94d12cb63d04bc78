package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tar or folder that one operation reads, within the limits and for as long as the task is not stopped. Every failure to
 * read is a {@link RegistryException} that names the file.
 */
final class Source implements Closeable {
    private static final int BUFFER = 512 << 10;
    /** All documents of one operation together, in multiples of the largest one: none of them is let go before its end. */
    private static final long DOCUMENTS = 4;

    private final Content content;
    private final TarConfig limits;
    private final Task task;
    private final Map<Located, Digest> hashes = new HashMap<>();
    private final PackedLayers packedLayers = new PackedLayers(this);
    private long documentBytes;

    private Source(Content content, TarConfig limits, Task task) {
        this.content = content;
        this.limits = limits;
        this.task = task;
    }

    /** What may fail for reasons of the file system. */
    @FunctionalInterface
    interface Read<T> {
        T run() throws IOException;
    }

    static Source open(Path tar, Path spool, TarConfig limits, TarIndexes indexes, Task task) {
        String name = tar.toString();
        if (!Files.exists(tar)) {
            throw TarFailures.notFound(name, "does not exist");
        }
        return reading(name, task, () -> new Source(content(tar, spool, limits, indexes, task), limits, task));
    }

    /** Opens a tar that is no file of this machine. */
    static Source open(String tar, TarBytes bytes, Path spool, TarConfig limits, Task task) {
        return reading(tar, task, () -> new Source(content(tar, bytes, spool, limits, task), limits, task));
    }

    private static Content content(String tar, TarBytes bytes, Path spool, TarConfig limits, Task task)
            throws IOException {
        Compression compression = bytes.size() == 0 ? Compression.NONE : OuterCompression.of(bytes);
        if (compression == Compression.NONE) {
            return TarContent.open(tar, bytes, limits.maxEntries(), task);
        }
        OuterCompression.unpack(bytes, tar, compression, spool, UnpackLimits.of(limits), task);
        return TarContent.open(tar, spool, new TarIndexes(), limits.maxEntries(), task);
    }

    private static Content content(Path tar, Path spool, TarConfig limits, TarIndexes indexes, Task task)
            throws IOException {
        String name = tar.toString();
        if (Files.isDirectory(tar)) {
            return FolderContent.open(name, tar);
        }
        if (!Files.isRegularFile(tar)) {
            throw TarFailures.notFound(name, "is no regular file but a pipe, a device or the like")
                    .withHint(
                            "write the tar to a file first: it is read where it lies, not from its beginning to its end");
        }
        Compression compression = OuterCompression.of(tar);
        if (compression == Compression.NONE) {
            return TarContent.open(name, tar, indexes, limits.maxEntries(), task);
        }
        OuterCompression.unpack(tar, compression, spool, UnpackLimits.of(limits), task);
        // Gone when the operation ends: nobody will read its index again.
        return TarContent.open(name, spool, new TarIndexes(), limits.maxEntries(), task);
    }

    private static <T> T reading(String tar, Task task, Read<T> step) {
        try {
            return step.run();
        } catch (AccessDeniedException e) {
            String inside = inside(e, tar);
            throw RegistryException.of(FailureKind.TAR_UNREADABLE, tar + " cannot be read: " + inside + "no permission")
                    .withHint("let the user that runs this read the file")
                    .withCause(e);
        } catch (IOException e) {
            task.check();
            throw TarFailures.unreadable(tar, "cannot be read: " + problem(e, tar))
                    .withCause(e);
        }
    }

    /** A failure of the file system has the file's path for a message, and its reason apart from it. */
    private static String problem(IOException e, String tar) {
        if (e instanceof FileSystemException failure) {
            String reason = failure instanceof NoSuchFileException ? "it is not there any more" : failure.getReason();
            return inside(failure, tar) + (reason == null ? "the file system says no more" : reason);
        }
        return e.getMessage() == null ? "it ends too early" : e.getMessage();
    }

    /** Returns the name of a file in a folder, for a message that names the folder already. */
    private static String inside(FileSystemException e, String folder) {
        String file = e.getFile() == null ? "" : e.getFile();
        return file.startsWith(folder + File.separator)
                ? TarFailures.quoted(file.substring(folder.length() + 1)) + ": "
                : "";
    }

    String tar() {
        return content.tar();
    }

    boolean isFolder() {
        return content.isFolder();
    }

    Task task() {
        return task;
    }

    TarConfig limits() {
        return limits;
    }

    /** Returns where an entry lies, links followed; null where there is none of that name. */
    Located find(String name) {
        task.check();
        return reading(() -> content.find(name));
    }

    /**
     * Returns where the entry lies that some document refers to.
     *
     * @param name the name as the document has it
     * @param by the document and its field, for the failure
     */
    Located referred(String name, String by) {
        String normal = EntryNames.normal(name);
        if (!EntryNames.isInside(normal)) {
            throw TarFailures.invalid(
                    tar(), by + " names " + TarFailures.quoted(name) + ", which is not a path inside the tar");
        }
        Located located = find(normal);
        if (located == null) {
            throw TarFailures.invalid(tar(), by + " names " + TarFailures.quoted(name) + ", which is not there");
        }
        return located;
    }

    /** Returns the names of all files under {@code blobs/}, referred to or not. */
    List<String> blobs() {
        return reading(content::blobs);
    }

    /** Reads a document whole; one above the limit is not read at all. */
    byte[] document(Located located) {
        if (located.size() > limits.maxJsonBytes()) {
            throw TarFailures.tooMuch(
                    tar(),
                    TarFailures.quoted(located.entry()) + " is " + located.size() + " bytes long, more than "
                            + limits.maxJsonBytes(),
                    "maxJsonBytes");
        }
        documentBytes += located.size();
        if (documentBytes > DOCUMENTS * limits.maxJsonBytes()) {
            throw TarFailures.tooMuch(
                    tar(), "its documents are together more than " + documentBytes + " bytes long", "maxJsonBytes");
        }
        return head(located, (int) located.size());
    }

    /** Reads the first bytes, fewer only where there are no more. */
    byte[] head(Located located, int count) {
        return reading(() -> {
            try (InputStream in = content.open(located)) {
                return in.readNBytes(count);
            }
        });
    }

    /** Opens the bytes of an entry; the reader asks the task. */
    InputStream open(Located located) throws IOException {
        return content.open(located);
    }

    /** Returns what reads the compressed layers. */
    PackedLayers packedLayers() {
        return packedLayers;
    }

    /** Hashes an entry, once however often it is asked for. */
    Digest hash(Located located, String algorithm) {
        Digest known = hashes.get(located);
        if (known != null && known.algorithm().equals(algorithm)) {
            return known;
        }
        Digest digest = reading(() -> {
            try (InputStream in = content.open(located)) {
                return hash(in, located, algorithm);
            }
        });
        hashes.put(located, digest);
        return digest;
    }

    private Digest hash(InputStream in, Located located, String algorithm) throws IOException {
        MessageDigest hash = Digest.newHash(algorithm);
        // A tar may have very many small blobs; a large buffer for each costs more than hashing them.
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, located.size()))];
        long done = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            task.check();
            hash.update(buffer, 0, read);
            done += read;
            task.progress().report("hash", located.entry(), done, located.size());
        }
        return Digest.of(algorithm, hash);
    }

    /** Runs a step whose I/O failures become {@link FailureKind#TAR_UNREADABLE}. */
    <T> T reading(Read<T> step) {
        return reading(tar(), task, step);
    }

    @Override
    public void close() {
        reading(() -> {
            content.close();
            return null;
        });
    }
}
