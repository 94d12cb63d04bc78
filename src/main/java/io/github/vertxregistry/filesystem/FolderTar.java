package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.tar.LayerNames;
import io.github.vertxregistry.tar.LayerWriter;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a folder as a layer: the same files give the same bytes, whoever made them, when and in which order. Entries are sorted by
 * their names' bytes, times are 1970, owners root or as they are, modes, links and the extended attributes {@code user.*} as they are;
 * other names of a file become hard links. Symbolic links are not followed. Blocking.
 */
final class FolderTar {
    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,nlink,ino,dev";

    private final Path root;
    private final String into;
    private final boolean keepOwner;
    private final int maxEntries;
    private final LayerWriter writer;
    private final Task task;
    private final Map<String, String> firstNames = new HashMap<>();
    private int entries;

    /**
     * Prepares writing.
     *
     * @param into the path that the folder's content is put below
     */
    FolderTar(Path root, String into, boolean keepOwner, int maxEntries, LayerWriter writer, Task task) {
        this.root = root;
        this.into = into;
        this.keepOwner = keepOwner;
        this.maxEntries = maxEntries;
        this.writer = writer;
        this.task = task;
    }

    void write() throws IOException {
        children(root, into);
        writer.finish();
    }

    private void children(Path folder, String path) throws IOException {
        List<Path> sorted;
        try (Stream<Path> files = Files.list(folder)) {
            sorted = files.sorted((a, b) -> name(a).compareTo(name(b))).toList();
        }
        for (Path file : sorted) {
            add(file, path.isEmpty() ? name(file) : path + "/" + name(file));
        }
    }

    private static String name(Path file) {
        return FileNames.of(file.getFileName());
    }

    private void add(Path file, String path) throws IOException {
        task.check();
        if (++entries > maxEntries || path.length() > LayerNames.MAX_PATH) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            root + (entries > maxEntries ? " has more than " + maxEntries + " files" : " is too deep"))
                    .withHint("take a smaller folder, or raise tar.maxEntries");
        }
        Kind kind = kind(file);
        Map<String, Object> attributes = attributes(file, kind);
        if (kind != Kind.FOLDER && ((Number) attributes.get("nlink")).intValue() > 1) {
            String first = firstNames.putIfAbsent(attributes.get("dev") + ":" + attributes.get("ino"), path);
            if (first != null) {
                writer.link(entry(kind, path, null, attributes, 0), path, first);
                return;
            }
        }
        switch (kind) {
            case FOLDER -> {
                LayerEntry folder = entry(kind, path, null, attributes, 0).withAttributes(UserAttributes.of(file));
                writer.entry(folder, path, InputStream.nullInputStream());
                children(file, path);
            }
            case SYMLINK -> {
                String link = FileNames.of(Files.readSymbolicLink(file));
                writer.entry(entry(kind, path, link, attributes, 0), path, InputStream.nullInputStream());
            }
            default -> content(file, path, attributes);
        }
    }

    private static Kind kind(Path file) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.FOLDER;
        }
        if (Files.isSymbolicLink(file)) {
            return Kind.SYMLINK;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw RegistryException.of(FailureKind.UNSUPPORTED, file + " is neither a file nor a folder nor a link")
                    .withHint("leave it out, or make a tar of the folder, which may have such things");
        }
        return Kind.FILE;
    }

    /** A file system without owners and modes has files that everybody may read, and that nobody may execute. */
    private static Map<String, Object> attributes(Path file, Kind kind) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS)
                : Map.of(
                        "mode",
                        kind == Kind.FOLDER ? 0755 : 0644,
                        "uid",
                        0,
                        "gid",
                        0,
                        "nlink",
                        1,
                        "size",
                        Files.size(file));
    }

    private void content(Path file, String path, Map<String, Object> attributes) throws IOException {
        long size = ((Number) attributes.get("size")).longValue();
        try (InputStream data = new ExactInput(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), size, file)) {
            LayerEntry entry = entry(Kind.FILE, path, null, attributes, size);
            writer.entry(entry.withAttributes(UserAttributes.of(file)), path, data);
        }
    }

    private LayerEntry entry(Kind kind, String path, String link, Map<String, Object> attributes, long size) {
        long uid = keepOwner ? ((Number) attributes.get("uid")).longValue() : 0;
        long gid = keepOwner ? ((Number) attributes.get("gid")).longValue() : 0;
        int mode = kind == Kind.SYMLINK ? 0777 : ((Number) attributes.get("mode")).intValue() & 07777;
        return LayerEntry.of(kind, path, link, mode, uid, gid, 0, size);
    }
}
