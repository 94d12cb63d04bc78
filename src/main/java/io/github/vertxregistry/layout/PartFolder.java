package io.github.vertxregistry.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder, each entry a file of it; none is kept open between two blocks, however many there are. */
final class PartFolder implements PartPlace {
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path part;
    private final LayoutPlan plan;

    PartFolder(Path part, LayoutPlan plan) {
        this.part = part;
        this.plan = plan;
    }

    /** Fails with {@code CONFLICT} where the folder holds something, but for a layout that may be replaced. */
    static void check(Path target, boolean replace) {
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
        if (!replace) {
            throw LayoutFailures.exists(target);
        }
        if (!Files.isRegularFile(target.resolve("oci-layout"), LinkOption.NOFOLLOW_LINKS)) {
            throw LayoutFailures.exists(target)
                    .withHint("it holds something else than an OCI layout: name another folder");
        }
    }

    @Override
    public boolean isThere() {
        return Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void clear() throws IOException {
        delete(part);
    }

    @Override
    public void delete() throws IOException {
        delete(part);
    }

    @Override
    public void begin() throws IOException {
        Files.createDirectories(part);
        for (LayoutEntry entry : plan.entries()) {
            Path file = part.resolve(entry.name());
            Files.createDirectories(file.getParent());
            byte[] content = entry.content() == null ? new byte[0] : entry.content();
            write(entry.name(), ByteBuffer.wrap(content), 0);
        }
    }

    @Override
    public void write(String entry, ByteBuffer bytes, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(part.resolve(entry), WRITE)) {
            PartPlace.writeAll(channel, bytes, at);
        }
    }

    @Override
    public Reader reader(String entry) throws IOException {
        FileChannel channel =
                FileChannel.open(part.resolve(entry), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return new Reader() {
            @Override
            public int read(ByteBuffer place, long at) throws IOException {
                return channel.read(place, at);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void flush() {
        // Each file is synced when all are there.
    }

    @Override
    public void sync() throws IOException {
        for (LayoutEntry entry : plan.entries()) {
            try (FileChannel channel = FileChannel.open(part.resolve(entry.name()), WRITE)) {
                channel.force(true);
            }
        }
    }

    /** A folder that is there is moved away first, since none can be put in the place of another one that is not empty. */
    @Override
    public void move(Path target, boolean replace) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        check(target, replace);
        Path old = target.resolveSibling(target.getFileName() + ".old-" + UUID.randomUUID());
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
