package io.github.vertxregistry.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A tar that has its full length from the start: what is not written yet is a hole. */
final class PartTar implements PartPlace {
    private final Path part;
    private final LayoutPlan plan;
    private final FileChannel channel;

    PartTar(Path part, LayoutPlan plan) throws IOException {
        this.part = part;
        this.plan = plan;
        this.channel = FileChannel.open(
                part,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public boolean isThere() throws IOException {
        return channel.size() == plan.length();
    }

    @Override
    public void clear() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void delete() throws IOException {
        Files.deleteIfExists(part);
    }

    @Override
    public void begin() throws IOException {
        // The last byte of a tar is a zero.
        PartPlace.writeAll(channel, ByteBuffer.allocate(1), plan.length() - 1);
        for (LayoutPlan.Fixed header : plan.headers()) {
            PartPlace.writeAll(channel, ByteBuffer.wrap(header.bytes()), header.offset());
        }
        for (LayoutEntry entry : plan.entries()) {
            if (entry.content() != null) {
                write(entry.name(), ByteBuffer.wrap(entry.content()), 0);
            }
        }
    }

    @Override
    public void write(String entry, ByteBuffer bytes, long at) throws IOException {
        PartPlace.writeAll(channel, bytes, plan.offset(entry) + at);
    }

    @Override
    public Reader reader(String entry) {
        long offset = plan.offset(entry);
        return new Reader() {
            @Override
            public int read(ByteBuffer place, long at) throws IOException {
                return channel.read(place, offset + at);
            }

            @Override
            public void close() {
                // The channel is the writer's, too.
            }
        };
    }

    @Override
    public void flush() throws IOException {
        channel.force(false);
    }

    @Override
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void move(Path target, boolean replace) throws IOException {
        if (replace) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(part, target);
        } catch (FileAlreadyExistsException e) {
            throw LayoutFailures.exists(target).withCause(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
