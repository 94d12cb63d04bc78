package io.github.vertxregistry.layout;

import io.github.vertxregistry.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers beside a file that is being written which parts of which entries are there, so that it can be gone on with. A line for
 * each; who reads it trusts none of them before the bytes have been hashed. Its file is locked: there is one writer. Blocking; one
 * thread at a time.
 */
final class PartJournal implements Closeable {
    private static final String HEAD = "vertx-registry pull 1 ";
    private static final int MOST_BYTES = 16 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Spans> spans = new HashMap<>();
    private boolean goesOn;

    private PartJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the journal of that plan; what another plan wrote is thrown away. */
    static PartJournal open(Path target, Path file, Digest plan) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
        PartJournal journal = new PartJournal(file, channel);
        try {
            if (!isLocked(channel)) {
                throw LayoutFailures.busy(target);
            }
            journal.read(HEAD + plan);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void read(String head) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // All of it is wanted.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        // A last line without its end was cut.
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
        goesOn = lines[0].equals(head);
        if (!goesOn) {
            channel.truncate(0);
            append(head);
            return;
        }
        for (int i = 1; i < lines.length; i++) {
            take(lines[i].split(" ", -1));
        }
        channel.position(channel.size());
        append("");
    }

    private void take(String[] words) {
        if (words.length == 2 && words[0].equals("-")) {
            spans.remove(words[1]);
        } else if (words.length == 4 && words[0].equals("+") && isNumber(words[2]) && isNumber(words[3])) {
            spans(words[1]).add(Long.parseLong(words[2]), Long.parseLong(words[3]));
        }
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() < 19 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Spans spans(String entry) {
        return spans.computeIfAbsent(entry, name -> new Spans());
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns whether the same plan was under way before. */
    boolean goesOn() {
        return goesOn;
    }

    /** Throws away what is remembered. */
    void clear(Digest plan) throws IOException {
        spans.clear();
        channel.truncate(0);
        append(HEAD + plan);
    }

    /** Returns what an entry has. */
    Spans held(String entry) {
        return spans(entry);
    }

    /** Notes that a part is written. */
    void add(String entry, long from, long to) throws IOException {
        append("+ " + entry + " " + from + " " + to);
        spans(entry).add(from, to);
    }

    /** Notes that an entry's bytes are wrong. */
    void forget(String entry) throws IOException {
        append("- " + entry);
        spans.remove(entry);
    }

    /** Removes it: nothing is left to go on with. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
