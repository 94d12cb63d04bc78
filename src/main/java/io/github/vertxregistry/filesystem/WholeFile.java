package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that has its name only when it is whole and on the disk; before that it lies beside it under another one, and what is not
 * {@link #finish finished} leaves nothing. Blocking.
 */
final class WholeFile implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final Path target;
    private final boolean replaces;
    private final Path part;
    private final FileChannel channel;
    private final Output out;

    private WholeFile(Path target, boolean replaces) throws IOException {
        this.target = target;
        this.replaces = replaces;
        this.part = target.resolveSibling("." + UUID.randomUUID() + ".part");
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.out = new Output(channel);
    }

    /** Fails with {@code CONFLICT} where the file is there and may not be replaced, and with {@code TAR_UNWRITABLE}. */
    static WholeFile create(Path target, boolean replaces) {
        if (Files.isDirectory(target) || target.getFileName() == null) {
            throw RegistryException.of(FailureKind.TAR_UNWRITABLE, target + " is a folder")
                    .withHint("name the file that is to be written");
        }
        if (!replaces && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target);
        }
        try {
            return new WholeFile(target, replaces);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** What fills a file. */
    @FunctionalInterface
    interface Content<R> {
        R writeTo(Output out) throws IOException;
    }

    /** Where it is written to. */
    static final class Output extends BufferedOutputStream {
        private final FileChannel channel;

        private Output(FileChannel channel) {
            super(Channels.newOutputStream(channel), BUFFER);
            this.channel = channel;
        }

        /** Takes away what has been written. */
        void empty() throws IOException {
            flush();
            channel.truncate(0);
        }
    }

    /** Writes a file and names it; whatever fails, there is none of it. */
    static <R> R write(Path target, boolean replaces, Content<R> content) {
        try (WholeFile file = create(target, replaces)) {
            R result = content.writeTo(file.out);
            file.finish();
            return result;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private void finish() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        if (replaces) {
            replace();
            return;
        }
        try {
            link();
        } catch (FileAlreadyExistsException e) {
            throw exists(target).withCause(e);
        }
    }

    /** Unlike a move, this never replaces what has come there meanwhile; not every file system has links. */
    private void link() throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(part, target);
        }
    }

    private void replace() throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static RegistryException exists(Path target) {
        return RegistryException.of(FailureKind.CONFLICT, target + " is there already")
                .withHint("take another name, or let it be replaced: --force, or force in the message");
    }

    private static RegistryException unwritable(Path target, IOException cause) {
        return RegistryException.of(FailureKind.TAR_UNWRITABLE, target + " cannot be written: " + cause)
                .withHint("is its folder there, may it be written to, and is there room?")
                .withCause(cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
