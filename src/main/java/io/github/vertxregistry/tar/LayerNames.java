package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.nio.charset.StandardCharsets;

/**
 * The paths of a layer: relative to the image's root, without {@code .} parts, doubled slashes and slashes at their ends, the root
 * itself being empty. They are bytes, a character for each, since no file system asks them to be text, and two names that differ
 * must stay two.
 */
public final class LayerNames {
    /** The longest path that Linux takes, in bytes. */
    public static final int MAX_PATH = 4_096;

    private LayerNames() {}

    /** Returns the path that a text means. */
    public static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns a path, or a link's target, as text: UTF-8, what is none of it replaced. */
    public static String text(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * Returns an entry's path. An absolute one is meant from the image's root; one that climbs, or has a NUL, at which who reads it
     * may end it, fails with {@code TAR_INVALID}, one that is too long for any file system with {@code LIMIT_EXCEEDED}.
     */
    static String path(String raw, String layer) {
        checked(raw, layer);
        if (raw.length() > MAX_PATH) {
            throw TarFailures.tooMany(
                    layer, "an entry has a path of " + raw.length() + " bytes, more than " + MAX_PATH);
        }
        String path = EntryNames.normal(raw.startsWith("/") ? "." + raw : raw);
        if (path.equals("..") || path.startsWith("../") || path.endsWith("/..") || path.contains("/../")) {
            throw climbs(path, layer);
        }
        return path;
    }

    /** Returns a path or a link's target; fails with {@code TAR_INVALID} where it has a NUL. */
    static String checked(String raw, String layer) {
        if (raw.indexOf('\0') >= 0) {
            throw RegistryException.of(
                            FailureKind.TAR_INVALID,
                            layer + ": the path or link " + TarFailures.quoted(text(raw)) + " has a NUL in it")
                    .withHint("no tool that makes images writes such entries: do not trust this one");
        }
        return raw;
    }

    private static RegistryException climbs(String path, String layer) {
        return RegistryException.of(
                        FailureKind.TAR_INVALID,
                        layer + ": the entry " + TarFailures.quoted(text(path)) + " has a path with ..")
                .withHint("no tool that makes images writes such entries: do not trust this one");
    }

    /** Returns the path of the folder that an entry lies in. */
    public static String folder(String path) {
        return EntryNames.folder(path);
    }

    /** Returns the last part of a path. */
    public static String last(String path) {
        return EntryNames.last(path);
    }
}
