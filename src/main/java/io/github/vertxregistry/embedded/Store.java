package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The folder: content by digest, which all repositories share, and small files that are written whole or not at all.
 * Blocks; for worker threads. A file appears by an atomic rename, in a folder that is to last only after its bytes have been
 * forced to the disk: whenever the process or the machine goes down, there is whole content under a digest, or none.
 */
final class Store {
    private final Path root;
    private final boolean lasting;

    /** Makes a store over the folder; one that does not last is spared the wait for the disk. */
    Store(Path root, boolean lasting) {
        this.root = root;
        this.lasting = lasting;
    }

    /** Makes the folder ready; what a stopped process left half written is cleared away. */
    void open() throws IOException {
        Files.createDirectories(root);
        deleteTree(root.resolve("tmp"));
        Files.createDirectories(root.resolve("tmp"));
        Files.createDirectories(repositories());
        Files.createDirectories(uploads());
    }

    /** Returns where content with that digest is, or would be. */
    Path content(Digest digest) {
        return contents()
                .resolve(digest.algorithm())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }

    Path contents() {
        return root.resolve("blobs");
    }

    Path repositories() {
        return root.resolve("repositories");
    }

    Path uploads() {
        return root.resolve("uploads");
    }

    /** Takes a finished file, whose digest has been verified, as content. */
    void adopt(Path file, Digest digest) throws IOException {
        Path target = content(digest);
        Files.createDirectories(target.getParent());
        force(file);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a small file whole: readers see the old or the new one. */
    void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = root.resolve("tmp").resolve(UUID.randomUUID().toString());
        try {
            Files.write(temporary, bytes);
            force(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void force(Path file) throws IOException {
        if (lasting) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Returns what may be the names of repositories: those of all folders; few of them hold nothing themselves. */
    List<String> repositoryNames() throws IOException {
        List<String> names = new ArrayList<>();
        Path top = repositories();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = top.relativize(folder).toString().replace('\\', '/');
                if (folder.getFileName().toString().startsWith("_")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (Names.isRepository(name)) {
                    names.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    /** Makes an empty file whose presence is what it says. */
    static void mark(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // It says it already.
        }
    }

    /** Deletes a folder and all in it, if it is there; links are deleted, not followed. */
    static void deleteTree(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, IOException failure) throws IOException {
                    Files.deleteIfExists(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Gone is what was wanted.
        }
    }
}
