package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.NewLayer;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerWriter;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Makes layers of what lies on this node: a tar as it is, once it has been read to its end; of a folder a tar in the temporary folder,
 * which is its caller's to delete. Blocking.
 */
public final class LayerFiles {
    private static final String ALGORITHM = "sha256";

    private final TarConfig config;

    /** Reads within those limits. */
    public LayerFiles(TarConfig config) {
        this.config = config;
    }

    /**
     * Makes a layer; fails with {@code TAR_NOT_FOUND}, {@code TAR_UNREADABLE}, {@code TAR_INVALID}, {@code UNSUPPORTED} and {@code
     * LIMIT_EXCEEDED}.
     *
     * @param path a tar, or a folder
     * @param into the path of the image that a folder's content is put below
     * @param keepOwner whether a folder's files keep their owners
     * @param spool where a folder's tar is written; its own folder is made where there is none
     */
    public NewLayer of(Path path, String into, boolean keepOwner, Path spool, Task task) {
        try {
            if (Files.isDirectory(path)) {
                return ofFolder(path, ImagePaths.of(into), keepOwner, spool, task);
            }
            if (!Files.isRegularFile(path)) {
                throw RegistryException.of(FailureKind.TAR_NOT_FOUND, path + " is no file, and no folder either")
                        .withHint("name a layer's tar, or a folder");
            }
            return ofTar(path, task);
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.TAR_UNREADABLE, "no layer can be made of " + path + ": " + e)
                    .withHint("may it be read, and is there room in the temporary folder?")
                    .withCause(e);
        }
    }

    private NewLayer ofFolder(Path folder, String into, boolean keepOwner, Path spool, Task task) throws IOException {
        Files.createDirectories(spool.getParent(), ownerOnly(spool));
        MessageDigest hash = Digest.newHash(ALGORITHM);
        WholeFile.write(spool, false, out -> {
            OutputStream hashed = new DigestOutputStream(out, hash);
            new FolderTar(folder, into, keepOwner, config.maxEntries(), new LayerWriter(hashed), task).write();
            return null;
        });
        Digest digest = Digest.of(ALGORITHM, hash);
        TarBlob blob = new TarBlob(
                digest, Files.size(spool), Compression.NONE, spool.toString(), 0, folder.getFileName() + "/");
        return new NewLayer(blob, digest, folder.getFileName() + "/");
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private NewLayer ofTar(Path tar, Task task) throws IOException {
        FileLayer unknown = new FileLayer(
                new TarBlob(
                        Digest.sha256(new byte[0]),
                        Files.size(tar),
                        Compression.NONE,
                        tar.toString(),
                        0,
                        tar.getFileName().toString()),
                tar.toString());
        try (LayerReading reading = LayerReading.hashing(unknown, new LayerBudget(config), task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                LayerMark.of(entry.path(), tar.toString());
            }
            LayerReading.Digests digests = reading.digests();
            TarBlob blob = new TarBlob(
                    digests.stored(),
                    unknown.size(),
                    digests.compression(),
                    tar.toString(),
                    0,
                    tar.getFileName().toString());
            return new NewLayer(blob, digests.plain(), tar.getFileName().toString());
        }
    }
}
