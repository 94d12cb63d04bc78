package io.github.vertxregistry.tar;

import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entries of a tar, read where they lie. */
final class TarContent implements Content {
    /** Stands for the file of bytes that lie in no file of this machine. */
    static final Path ELSEWHERE = Path.of("elsewhere");

    private static final int BUFFER = 256 << 10;

    private final String tar;
    private final Path file;
    private final TarBytes bytes;
    private final TarIndex index;
    private final Task task;
    /** Whether all entries of a name have the same content, of each name that was looked for. */
    private final Map<String, Boolean> compared = new HashMap<>();

    private TarContent(String tar, Path file, TarBytes bytes, TarIndex index, Task task) {
        this.tar = tar;
        this.file = file;
        this.bytes = bytes;
        this.index = index;
        this.task = task;
    }

    /**
     * Opens a tar and reads its headers.
     *
     * @param tar its name in failures
     * @param file the file that holds its bytes
     * @param indexes the indexes that are remembered
     */
    static TarContent open(String tar, Path file, TarIndexes indexes, int maxEntries, Task task) throws IOException {
        TarBytes bytes = TarBytes.of(FileChannel.open(file, StandardOpenOption.READ));
        return open(tar, file.toAbsolutePath(), bytes, task, () -> indexes.of(file, bytes, tar, maxEntries, task));
    }

    /** Opens a tar that is no file of this machine; its index is not remembered. */
    static TarContent open(String tar, TarBytes bytes, int maxEntries, Task task) throws IOException {
        return open(tar, ELSEWHERE, bytes, task, () -> TarIndex.read(bytes, tar, maxEntries, task));
    }

    private static TarContent open(String tar, Path file, TarBytes bytes, Task task, Source.Read<TarIndex> read)
            throws IOException {
        boolean opened = false;
        try {
            if (bytes.size() == 0) {
                throw TarFailures.unreadable(tar, "is empty");
            }
            TarContent content = new TarContent(tar, file, bytes, read.run(), task);
            opened = true;
            return content;
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    @Override
    public String tar() {
        return tar;
    }

    @Override
    public boolean isFolder() {
        return false;
    }

    @Override
    public Located find(String name) throws IOException {
        TarEntry entry = index.resolve(name);
        if (entry == null) {
            return null;
        }
        Boolean same = compared.get(name);
        if (same == null) {
            same = areDoublesSame(name);
            compared.put(name, same);
        }
        if (!same) {
            throw TarFailures.invalid(
                    tar, "two entries are named " + TarFailures.quoted(name) + " and differ in content");
        }
        return located(name, entry);
    }

    private Located located(String name, TarEntry entry) {
        return new Located(name, file, entry.offset(), entry.size());
    }

    /** Two readers may take different ones of two entries that have one name; they must not see different things. */
    private boolean areDoublesSame(String name) throws IOException {
        List<TarEntry> doubles = index.doubles(name);
        for (int i = 1; i < doubles.size(); i++) {
            TarEntry first = index.follow(doubles.get(0));
            TarEntry other = index.follow(doubles.get(i));
            if (first.size() != other.size() || !sameBytes(located(name, first), located(name, other))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameBytes(Located one, Located other) throws IOException {
        if (one.offset() == other.offset()) {
            return true;
        }
        try (InputStream left = open(one);
                InputStream right = open(other)) {
            for (; ; ) {
                task.check();
                byte[] leftBytes = left.readNBytes(BUFFER);
                byte[] rightBytes = right.readNBytes(BUFFER);
                if (!Arrays.equals(leftBytes, rightBytes)) {
                    return false;
                }
                if (leftBytes.length == 0) {
                    return true;
                }
            }
        }
    }

    @Override
    public List<String> blobs() {
        return index.filesUnder("blobs/");
    }

    @Override
    public InputStream open(Located located) {
        return new ChannelRange(bytes, located.offset(), located.size(), false);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
