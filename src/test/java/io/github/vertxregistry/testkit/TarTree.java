package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a tar becomes when it is unpacked, a line for each path: kind, mode, owner, time, content, extended attributes and the
 * other names of the same file. Which of these names is the file in the tar, and where it stands there, makes no difference.
 */
public final class TarTree {
    private final Map<String, String> lines = new TreeMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, String> first = new HashMap<>();

    private TarTree() {}

    /** Reads a tar. */
    public static Map<String, String> of(Path file) throws IOException {
        TarTree tree = new TarTree();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                tree.add(entry, tar);
            }
        }
        return tree.finished();
    }

    private void add(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        String name = clean(entry.getName());
        if (entry.isLink()) {
            String target = first.getOrDefault(clean(entry.getLinkName()), clean(entry.getLinkName()));
            first.put(name, target);
            names.get(target).add(name);
            return;
        }
        lines.put(name, line(entry, tar));
        first.remove(name);
        names.put(name, new ArrayList<>(List.of(name)));
    }

    private static String line(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        String kind = entry.isDirectory()
                ? "folder"
                : entry.isSymbolicLink()
                        ? "-> " + entry.getLinkName()
                        : entry.isCharacterDevice() || entry.isBlockDevice()
                                ? "device " + entry.getDevMajor() + ":" + entry.getDevMinor()
                                : entry.isFIFO() ? "fifo" : hash(tar);
        // Nobody can set a symbolic link's own mode.
        String mode = entry.isSymbolicLink() ? "-" : Integer.toOctalString(entry.getMode() & 07777);
        Map<String, String> attributes = new TreeMap<>(entry.getExtraPaxHeaders());
        attributes.keySet().removeIf(key -> !key.startsWith("SCHILY.xattr."));
        return kind + " mode " + mode + " of " + entry.getLongUserId() + ":" + entry.getLongGroupId() + " at "
                + entry.getLastModifiedTime().toMillis() / 1_000 + " " + attributes;
    }

    private static String hash(TarArchiveInputStream tar) throws IOException {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] buffer = new byte[64 << 10];
        for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
            hash.update(buffer, 0, read);
        }
        return Digest.of("sha256", hash).shortForm();
    }

    private static String clean(String name) {
        String clean = name.startsWith("./") ? name.substring(2) : name;
        return clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
    }

    private Map<String, String> finished() {
        Map<String, String> all = new TreeMap<>();
        names.forEach((file, same) -> {
            Collections.sort(same);
            same.forEach(name -> all.put(name, lines.get(file) + (same.size() == 1 ? "" : " as " + same)));
        });
        return all;
    }
}
