package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Gives each path a number, from {@link #ROOT} on in the order in which paths are met, and keeps a few figures for each, 0 at first. A
 * path takes some 15 bytes, those of its last part and 4 for each figure: images have hundreds of thousands, and objects and strings for
 * them took four times as much. Names are bytes, a character for each, as {@link io.github.vertxregistry.tar.LayerNames} has them; 2 GiB
 * of them at the most. For one thread.
 */
final class PathTree {
    static final int ROOT = 0;
    static final int NONE = -1;
    private static final int FREE = 0; // the root is in no table
    /** A long path of short names is thousands of folders. */
    private static final int MOST = 1 << 24;
    /** How large pages are, as powers of two: arrays that are copied to grow would be there twice. */
    private static final int INTS = 12;

    private static final int BYTES = 16;
    private static final int LAST_INT = (1 << INTS) - 1;
    private static final int LAST_BYTE = (1 << BYTES) - 1;
    private static final long PRIME = (1L << 61) - 1;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Names are an attacker's to choose, so how they hash is not to be known. */
    private final long key = new SecureRandom().nextLong() & PRIME;

    private final int figures;
    private final int most;
    private int[][] kept = {new int[1 << INTS]};
    private int[] table = new int[1 << 10];
    private int size = 1;
    /** Of each number but the root's: the folder, and where its name ends, which begins where the one before ends. */
    private int[][] folders = {new int[1 << INTS]};

    private int[][] ends = {new int[1 << INTS]};
    private byte[][] names = {new byte[1 << BYTES]};
    private int used;

    /** Begins with the root alone, and so many figures for each path. */
    PathTree(int figures) {
        this(figures, MOST);
    }

    /** Begins with the root alone, so many figures for each path, and so many paths at the most. */
    PathTree(int figures, int most) {
        this.figures = figures;
        this.most = most;
    }

    /** Returns a path's figure. */
    int get(int number, int figure) {
        int at = number * figures + figure;
        int page = at >> INTS;
        return page >= kept.length || kept[page] == null ? 0 : kept[page][at & LAST_INT];
    }

    /** Sets a path's figure. */
    void set(int number, int figure, int value) {
        kept = put(kept, number * figures + figure, value);
    }

    /** Returns the number of a path, or {@link #NONE}. */
    int find(String path) {
        int number = ROOT;
        for (int start = 0; start < path.length() && number != NONE; ) {
            int end = end(path, start);
            number = find(number, path, start, end);
            start = end + 1;
        }
        return number;
    }

    /** Returns the number of a path, a new one where it is met first; fails with {@code LIMIT_EXCEEDED} where there are too many. */
    int reach(String path) {
        int number = ROOT;
        for (int start = 0; start < path.length(); ) {
            int end = end(path, start);
            number = reach(number, path, start, end);
            start = end + 1;
        }
        return number;
    }

    /** Returns where the part of a path ends that starts there. */
    static int end(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    /** Returns the number of what has that part of a path as its name in a folder, or {@link #NONE}. */
    int find(int folder, String path, int start, int end) {
        int found = table[slot(folder, note(path, start, end))];
        return found == FREE ? NONE : found;
    }

    /** Returns the number of what has that part of a path as its name in a folder, a new one where it is met first. */
    int reach(int folder, String path, int start, int end) {
        int stop = note(path, start, end);
        int slot = slot(folder, stop);
        if (table[slot] != FREE) {
            return table[slot];
        }
        if (size > most) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            "the image has more than " + most
                                    + " files and folders, counting those that paths lead through")
                    .withHint("a path of thousands of folders is the work of a program, or of somebody hostile");
        }
        int number = size++;
        table[slot] = number;
        folders = put(folders, number, folder);
        ends = put(ends, number, stop);
        used = stop;
        if (size > table.length / 4 * 3) {
            grow();
        }
        return number;
    }

    /** Writes a name behind those that are kept; returns where it ends. */
    private int note(String path, int start, int end) {
        int stop = Math.addExact(used, end - start);
        int last = stop >> BYTES;
        if (last >= names.length) {
            names = Arrays.copyOf(names, last * 2);
        }
        for (int page = last; names[page] == null; page--) {
            names[page] = new byte[1 << BYTES];
        }
        for (int i = 0; i < end - start; i++) {
            int at = used + i;
            names[at >> BYTES][at & LAST_BYTE] = (byte) path.charAt(start + i);
        }
        return stop;
    }

    private static int[][] put(int[][] pages, int number, int value) {
        int page = number >> INTS;
        int[][] enough = page < pages.length ? pages : Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        if (enough[page] == null) {
            enough[page] = new int[1 << INTS];
        }
        enough[page][number & LAST_INT] = value;
        return enough;
    }

    private static int get(int[][] pages, int number) {
        return pages[number >> INTS][number & LAST_INT];
    }

    private int nameAt(int at) {
        return names[at >> BYTES][at & LAST_BYTE] & 0xFF;
    }

    /** Returns where in the table what was noted last is, or belongs. */
    private int slot(int folder, int stop) {
        int slot = home(folder, used, stop);
        while (table[slot] != FREE && !isThat(table[slot], folder, stop)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean isThat(int number, int folder, int stop) {
        int start = get(ends, number - 1);
        if (get(folders, number) != folder || get(ends, number) - start != stop - used) {
            return false;
        }
        for (int i = 0; i < stop - used; i++) {
            if (nameAt(start + i) != nameAt(used + i)) {
                return false;
            }
        }
        return true;
    }

    private int home(int folder, int start, int stop) {
        long hash = folder + 1L;
        for (int at = start; at < stop; at++) {
            hash = times(hash, key) + nameAt(at) + 1;
        }
        return (int) ((times(hash, key) * SPREAD) >>> (Long.numberOfLeadingZeros(table.length) + 1));
    }

    /** Modulo a prime, for which alone no choice of names makes many of them collide under most keys. */
    private static long times(long a, long b) {
        long low = a * b;
        long sum = (low & PRIME) + ((low >>> 61) | (Math.multiplyHigh(a, b) << 3));
        return sum >= PRIME ? sum - PRIME : sum;
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int number = 1; number < size; number++) {
            int slot = home(get(folders, number), get(ends, number - 1), get(ends, number));
            while (table[slot] != FREE) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = number;
        }
    }
}
