package io.github.vertxregistry.tar;

import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The indexes of the tars that a node read last, so that who validates, inspects and pushes one has its headers read once. A
 * file that was changed, replaced, or written in the last two seconds is read anew. Bounded in tars and memory; for any thread.
 */
public final class TarIndexes {
    private static final int MOST_TARS = 16;
    private static final long MOST_BYTES = 16L << 20;

    private final InstantSource clock;
    private final AtomicReference<List<Remembered>> newestFirst = new AtomicReference<>(List.of());

    private record Remembered(FileMark mark, TarIndex index) {}

    /** Remembers nothing yet. */
    public TarIndexes() {
        this(InstantSource.system());
    }

    TarIndexes(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * Returns the index of an open tar.
     *
     * @param tar the tar's name in failures
     * @param file where the bytes were opened
     * @param maxEntries the most headers that are read
     */
    TarIndex of(Path file, TarBytes bytes, String tar, int maxEntries, Task task) throws IOException {
        Optional<FileMark> mark = FileMark.of(file);
        Optional<TarIndex> known = mark.flatMap(this::find);
        if (known.isPresent()) {
            return known.get();
        }
        // Before it is read: what settles only meanwhile may be written meanwhile, and its mark would not show that.
        boolean isSettled = mark.isPresent() && mark.get().isSettled(clock.instant());
        TarIndex index = TarIndex.read(bytes, tar, maxEntries, task);
        // The bytes may be of another file than its path, and the file may have grown while it was read.
        if (isSettled && mark.equals(FileMark.of(file))) {
            keep(new Remembered(mark.get(), index));
        }
        return index;
    }

    private Optional<TarIndex> find(FileMark mark) {
        return newestFirst.get().stream()
                .filter(one -> one.mark().equals(mark))
                .findFirst()
                .map(found -> {
                    keep(found);
                    return found.index();
                });
    }

    private void keep(Remembered newest) {
        newestFirst.updateAndGet(before -> with(newest, before));
    }

    private static List<Remembered> with(Remembered newest, List<Remembered> before) {
        List<Remembered> after = new ArrayList<>();
        long bytes = newest.index().bytes();
        if (bytes <= MOST_BYTES) {
            after.add(newest);
        }
        for (Remembered one : before) {
            bytes += one.index().bytes();
            boolean isSameFile = one.mark().path().equals(newest.mark().path());
            if (!isSameFile && bytes <= MOST_BYTES && after.size() < MOST_TARS) {
                after.add(one);
            }
        }
        return List.copyOf(after);
    }

    /** Returns how many are remembered. */
    int size() {
        return newestFirst.get().size();
    }
}
