package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file under another name until it is whole; nothing of it stays if it does not become so. Blocking. */
final class ArtifactPart {
    private final Path place;
    private final Path part;
    private final FileChannel channel;
    private final boolean replace;

    private ArtifactPart(Path place, Path part, FileChannel channel, boolean replace) {
        this.place = place;
        this.part = part;
        this.channel = channel;
        this.replace = replace;
    }

    static ArtifactPart open(Path place, boolean replace) {
        Path part = place.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            return new ArtifactPart(place, part, channel, replace);
        } catch (IOException e) {
            throw ArtifactFolder.unwritable(place, e);
        }
    }

    Path place() {
        return place;
    }

    /** Returns the file that has the bytes so far. */
    Path file() {
        return part;
    }

    void write(ByteBuffer bytes, long at) {
        try {
            long position = at;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            throw ArtifactFolder.unwritable(place, e);
        }
    }

    void clear() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw ArtifactFolder.unwritable(place, e);
        }
    }

    /** Gives the file its name when its bytes are safe. */
    void finish() {
        try {
            channel.force(true);
            if (replace) {
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            } else {
                link();
            }
        } catch (FileAlreadyExistsException e) {
            throw RegistryException.of(FailureKind.CONFLICT, place + " has come there while it was pulled")
                    .withHint("--force (force) replaces files")
                    .withCause(e);
        } catch (IOException e) {
            throw ArtifactFolder.unwritable(place, e);
        }
    }

    /** Unlike a move, this never replaces what has come there meanwhile; not every file system has links. */
    private void link() throws IOException {
        try {
            Files.createLink(place, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(part, place);
        }
    }

    /** Ends it; what has not got its name is gone. */
    void close() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw ArtifactFolder.unwritable(place, e);
        }
    }
}
