package io.github.vertxregistry.layout;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layout whose every byte has its place before the first is written, in a tar or as files of a folder. The same entries make
 * the same bytes.
 */
public final class LayoutPlan {
    /** A tar ends with two blocks of zeros. */
    private static final int END = 2 * EntryHeader.BLOCK;

    private final boolean folder;
    private final Map<String, LayoutEntry> entries = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final List<Fixed> headers = new ArrayList<>();
    private long length;

    /** Bytes that have their place in a tar beside the files' content. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
    record Fixed(long offset, byte[] bytes) {}

    private LayoutPlan(List<LayoutEntry> files, boolean folder) {
        this.folder = folder;
        try {
            place(files);
        } catch (ArithmeticException e) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED, "the sizes of the blobs are more than a file can have")
                    .withCause(e);
        }
    }

    /** Plans a tar; an entry that is there twice is written once. */
    public static LayoutPlan tar(List<LayoutEntry> files) {
        return new LayoutPlan(files, false);
    }

    /** Plans a folder. */
    public static LayoutPlan folder(List<LayoutEntry> files) {
        return new LayoutPlan(files, true);
    }

    private void place(List<LayoutEntry> files) {
        files.forEach(file -> entries.putIfAbsent(file.name(), file));
        Set<String> folders = new LinkedHashSet<>();
        entries.keySet().forEach(name -> addFolders(name, folders));
        for (String each : folders) {
            header(EntryHeader.folder(each));
        }
        for (LayoutEntry file : entries.values()) {
            header(EntryHeader.file(file.name(), file.size()));
            offsets.put(file.name(), length);
            length = Math.addExact(length, Math.addExact(file.size(), EntryHeader.padding(file.size())));
        }
        length = Math.addExact(length, END);
    }

    private static void addFolders(String name, Set<String> folders) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            folders.add(name.substring(0, slash + 1));
        }
    }

    private void header(byte[] bytes) {
        headers.add(new Fixed(length, bytes));
        length = Math.addExact(length, bytes.length);
    }

    /** Returns whether it becomes a folder, and not a tar. */
    public boolean isFolder() {
        return folder;
    }

    /** Returns the number of bytes of the tar, or of all files of the folder. */
    public long length() {
        return folder ? entries.values().stream().mapToLong(LayoutEntry::size).sum() : length;
    }

    /** Returns the files, each once. */
    public List<LayoutEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Returns where in the tar a file's content begins. */
    long offset(String name) {
        return offsets.get(name);
    }

    LayoutEntry entry(String name) {
        return entries.get(name);
    }

    List<Fixed> headers() {
        return headers;
    }

    /** Returns what tells this plan from all that would make other bytes. */
    Digest id() {
        MessageDigest hash = Digest.newHash("sha256");
        hash.update((byte) (folder ? 1 : 0));
        for (LayoutEntry entry : entries.values()) {
            String content = entry.content() == null
                    ? ""
                    : Digest.sha256(entry.content()).toString();
            hash.update((entry.name() + " " + entry.size() + " " + content + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Digest.of("sha256", hash);
    }
}
