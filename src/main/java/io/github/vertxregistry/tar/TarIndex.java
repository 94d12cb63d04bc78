package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where each entry of a tar lies, made in one pass over the headers. */
final class TarIndex {
    private static final int MAX_HOPS = 32;
    private static final int PROGRESS_EVERY = 1_024;
    private static final long MAX_NAME_CHARS = 64L << 20;
    private static final int BYTES_OF_ENTRY = 200;

    private final String tar;
    private final Map<String, TarEntry> entries = new HashMap<>();
    private final Map<String, List<TarEntry>> doubles = new HashMap<>();

    private long nameChars;
    private int count;

    private TarIndex(String tar) {
        this.tar = tar;
    }

    /**
     * Reads the headers.
     *
     * @param tar the tar's name in failures
     * @param maxEntries the most headers that are read
     */
    static TarIndex read(TarBytes bytes, String tar, int maxEntries, Task task) throws IOException {
        TarIndex index = new TarIndex(tar);
        TarHeaders headers = new TarHeaders(bytes, tar, maxEntries);
        for (TarEntry entry = headers.next(); entry != null; entry = headers.next()) {
            task.check();
            index.nameChars += entry.name().length()
                    + (entry.link() == null ? 0 : entry.link().length());
            if (index.nameChars > MAX_NAME_CHARS) {
                throw TarFailures.tooMuch(tar, "the names of its entries do not fit into memory", "maxEntries");
            }
            index.add(entry);
            if (++index.count % PROGRESS_EVERY == 0) {
                task.progress().report("index", tar, headers.position(), headers.length());
            }
        }
        return index;
    }

    /** Returns about how many bytes of memory it takes. */
    long bytes() {
        return nameChars + (long) count * BYTES_OF_ENTRY;
    }

    private void add(TarEntry entry) {
        TarEntry before = entries.put(entry.name(), entry);
        if (before != null) {
            doubles.computeIfAbsent(entry.name(), name -> new ArrayList<>(List.of(before)))
                    .add(entry);
        }
    }

    /** Returns the names of the regular files whose names start like that, sorted. */
    List<String> filesUnder(String prefix) {
        return entries.values().stream()
                .filter(entry ->
                        entry.kind() == TarEntry.Kind.FILE && entry.name().startsWith(prefix))
                .map(TarEntry::name)
                .sorted()
                .toList();
    }

    /** Returns all entries of that name where there are several, else an empty list. */
    List<TarEntry> doubles(String name) {
        return doubles.getOrDefault(name, List.of());
    }

    /** Returns the entry that the name leads to, links followed; null where there is no such name. */
    TarEntry resolve(String name) {
        TarEntry entry = entries.get(name);
        return entry == null ? null : follow(entry);
    }

    /** Returns the file that an entry is or leads to; a link that leads nowhere fails. */
    TarEntry follow(TarEntry first) {
        Set<TarEntry> seen = new LinkedHashSet<>();
        TarEntry entry = first;
        while (entry.kind() == TarEntry.Kind.SYMLINK || entry.kind() == TarEntry.Kind.HARDLINK) {
            if (entry.kind() == TarEntry.Kind.SYMLINK && entry.name().startsWith("blobs/")) {
                throw invalid(entry, "is a symlink; a blob of an OCI layout must be a file");
            }
            if (!seen.add(entry)) {
                throw invalid(entry, "is a link in a cycle");
            }
            if (seen.size() > MAX_HOPS) {
                throw invalid(first, "leads through more than " + MAX_HOPS + " links");
            }
            entry = target(entry);
        }
        if (entry.kind() != TarEntry.Kind.FILE) {
            throw invalid(entry, "is no regular file but " + described(entry.kind()));
        }
        return entry;
    }

    private TarEntry target(TarEntry link) {
        String name = link.kind() == TarEntry.Kind.SYMLINK
                ? EntryNames.linkTarget(link.name(), link.link())
                        .orElseThrow(() -> invalid(link, leadsTo(link) + ", out of the tar"))
                : EntryNames.normal(link.link());
        if (!EntryNames.isInside(name)) {
            throw invalid(link, leadsTo(link) + ", out of the tar");
        }
        TarEntry target = entries.get(name);
        if (target == null) {
            throw invalid(link, leadsTo(link) + ", which is not in the tar");
        }
        return target;
    }

    private static String leadsTo(TarEntry link) {
        return "is a link to " + TarFailures.quoted(link.link());
    }

    private static String described(TarEntry.Kind kind) {
        return switch (kind) {
            case FOLDER -> "a folder";
            case SPARSE -> "a sparse file";
            default -> "a device or the like";
        };
    }

    private RegistryException invalid(TarEntry entry, String problem) {
        return TarFailures.invalid(tar, "entry " + TarFailures.quoted(entry.name()) + " " + problem);
    }
}
