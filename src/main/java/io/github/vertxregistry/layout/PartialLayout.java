package io.github.vertxregistry.layout;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * A layout that is being written: a file or folder appears under the target's name only when all of it is there and on the disk, and
 * until then lies beside it as {@code NAME.part}, with a {@code NAME.journal}, so that what was broken off goes on from there.
 * Blocking. Parts may be written, and flushed, by several threads at once; all else is called by one at a time.
 */
public final class PartialLayout implements Closeable {
    private static final int HASH_BLOCK = 256 << 10;

    private final Path target;
    private final boolean replace;
    private final LayoutPlan plan;
    private final PartPlace place;
    private final PartJournal journal;
    private boolean finished;

    private PartialLayout(Path target, boolean replace, LayoutPlan plan, PartPlace place, PartJournal journal) {
        this.target = target;
        this.replace = replace;
        this.plan = plan;
        this.place = place;
        this.journal = journal;
    }

    /**
     * Checks a target, which is a full path. Fails with {@code CONFLICT} where it is there and may not be replaced, and with
     * {@code TAR_UNWRITABLE} where it cannot be.
     */
    public static void check(Path target, boolean folder, boolean replace) {
        if (!Files.isDirectory(target.getParent())) {
            throw LayoutFailures.unwritable(target, "cannot be written: there is no folder " + target.getParent())
                    .withHint("make the folder first");
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) != folder) {
            throw LayoutFailures.unwritable(
                            target, folder ? "is a file, and not a folder" : "is a folder, and not a file")
                    .withHint("name another place");
        }
        if (folder) {
            PartFolder.check(target, replace);
        } else if (!replace) {
            throw LayoutFailures.exists(target);
        }
    }

    /** Begins to write, or goes on where the same plan was broken off; fails as {@link #check}, or with {@code CONFLICT} where another does. */
    public static PartialLayout open(Path target, LayoutPlan plan, boolean replace) {
        check(target, plan.isFolder(), replace);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        PartJournal journal = null;
        PartialLayout layout = null;
        boolean opened = false;
        try {
            journal = PartJournal.open(target, target.resolveSibling(target.getFileName() + ".journal"), plan.id());
            PartPlace place = plan.isFolder() ? new PartFolder(part, plan) : new PartTar(part, plan);
            layout = new PartialLayout(target, replace, plan, place, journal);
            layout.begin();
            opened = true;
            return layout;
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        } finally {
            if (!opened && layout != null) {
                layout.close();
            } else if (journal != null && !opened) {
                giveUp(journal);
            }
        }
    }

    /** There is nothing that it could tell of. */
    private static void giveUp(PartJournal journal) {
        try {
            journal.delete();
        } catch (IOException e) {
            // It stays, then: the next pull to that place throws it away.
        }
        closeAll(journal);
    }

    private void begin() throws IOException {
        if (!journal.goesOn() || !place.isThere()) {
            journal.clear(plan.id());
            place.clear();
        }
        checkRoom();
        place.begin();
    }

    private static void closeAll(Closeable... all) {
        for (Closeable each : all) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (IOException e) {
                // What led here is to be told of.
            }
        }
    }

    private long held() {
        return plan.entries().stream()
                .mapToLong(entry -> journal.held(entry.name()).count())
                .sum();
    }

    private void checkRoom() throws IOException {
        long wanted = plan.length() - held();
        long free = Files.getFileStore(target.getParent()).getUsableSpace();
        if (wanted > free) {
            throw LayoutFailures.unwritable(
                            target,
                            "cannot be written: it takes " + wanted + " bytes more, and there is room for " + free)
                    .withHint("make room, or name a place on another disk");
        }
    }

    /** Returns what is there of an entry; it is not known to be right before it has been hashed. */
    public List<Spans.Span> missing(LayoutEntry entry) {
        return journal.held(entry.name()).missing(entry.size());
    }

    /** Writes all bytes of a buffer at their place in an entry. */
    public void write(String entry, ByteBuffer bytes, long at) {
        try {
            place.write(entry, bytes, at);
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
    }

    /** Remembers that a part of an entry has been written. */
    public void wrote(String entry, long from, long to) {
        try {
            journal.add(entry, from, to);
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
    }

    /** Remembers that what is there of an entry is wrong. */
    public void forget(String entry) {
        try {
            journal.forget(entry);
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
    }

    /** Reads an entry back; returns what it hashes to. */
    public Digest digest(String entry, String algorithm, Task task) {
        MessageDigest hash = Digest.newHash(algorithm);
        long size = plan.entry(entry).size();
        byte[] block = new byte[(int) Math.min(HASH_BLOCK, size)];
        try (PartPlace.Reader reader = place.reader(entry)) {
            for (long at = 0; at < size; ) {
                task.check();
                int read = reader.read(ByteBuffer.wrap(block, 0, (int) Math.min(block.length, size - at)), at);
                if (read <= 0) {
                    break;
                }
                hash.update(block, 0, read);
                at += read;
            }
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
        return Digest.of(algorithm, hash);
    }

    /** Puts on the disk what has been written so far, so that the last wait is short. */
    public void flush() {
        try {
            place.flush();
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
    }

    /** Gives the whole its name, when all of it is on the disk. */
    public void finish() {
        try {
            place.sync();
            place.close();
            place.move(target, replace);
            syncFolder(target.getParent());
            journal.delete();
            finished = true;
        } catch (IOException e) {
            throw LayoutFailures.unwritable(target, e);
        }
    }

    /** So that the new name outlasts a crash; where a folder cannot be opened, its file system sees to that. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        } catch (IOException e) {
            // As above.
        }
    }

    /** What has been written stays, to be gone on with; where that is nothing, nothing stays. */
    @Override
    public void close() {
        try {
            if (!finished && held() == 0) {
                place.clear();
                place.delete();
                journal.delete();
            }
        } catch (IOException e) {
            // It stays, then: the next pull to that place throws it away.
        }
        closeAll(place, journal);
    }
}
