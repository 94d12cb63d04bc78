package io.github.vertxregistry.tar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Rules of names inside a tar; none of them is ever used as a path of this machine. */
final class EntryNames {
    private EntryNames() {}

    /** Returns the name without {@code .} parts, doubled slashes and a closing slash; a leading slash and {@code ..} stay. */
    static String normal(String name) {
        if (isNormal(name)) {
            return name;
        }
        StringBuilder clean = new StringBuilder(name.length());
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            clean.append(clean.isEmpty() ? "" : "/").append(part);
        }
        return name.startsWith("/") ? "/" + clean : clean.toString();
    }

    private static boolean isNormal(String name) {
        return !name.startsWith("./")
                && !name.endsWith("/")
                && !name.endsWith("/.")
                && !name.equals(".")
                && !name.contains("//")
                && !name.contains("/./");
    }

    /** Returns whether the name stays inside the tar: it is not empty, not absolute, and has no {@code ..} part. */
    static boolean isInside(String name) {
        return !name.isEmpty() && !name.startsWith("/") && !climbs(name);
    }

    private static boolean climbs(String name) {
        return name.equals("..") || name.startsWith("../") || name.endsWith("/..") || name.contains("/../");
    }

    /** Returns the name that a symlink leads to, or empty where it leads out of the tar. */
    static Optional<String> linkTarget(String from, String link) {
        if (link.isEmpty() || link.startsWith("/")) {
            return Optional.empty();
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : folder(from).split("/", -1)) {
            parts.addLast(part);
        }
        for (String part : link.split("/", -1)) {
            if (part.equals("..")) {
                String left = parts.pollLast();
                if (left == null || left.isEmpty()) {
                    return Optional.empty();
                }
            } else if (!part.equals(".") && !part.isEmpty()) {
                parts.addLast(part);
            }
        }
        return Optional.of(normal("./" + String.join("/", parts)));
    }

    /** Returns the name of the folder that holds that entry; empty at the top. */
    static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /** Returns the last part of the name. */
    static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
