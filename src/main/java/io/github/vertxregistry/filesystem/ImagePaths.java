package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.tar.LayerNames;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows paths within an image as Linux does; none leads out of its root. */
final class ImagePaths {
    private static final int MOST_LINKS = 40;

    private ImagePaths() {}

    /** Returns the path that a text means, from the root. */
    static String of(String text) {
        return joined("", LayerNames.of(text));
    }

    /** Returns where a symbolic link leads. */
    static String follow(String from, String link) {
        return joined(LayerNames.folder(from), link);
    }

    private static String joined(String folder, String path) {
        Deque<String> parts = new ArrayDeque<>();
        String whole = path.startsWith("/") ? path : folder + "/" + path;
        for (String part : whole.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** Returns whether a path lies below a folder. */
    static boolean isBelow(String path, String folder) {
        return folder.isEmpty()
                ? !path.isEmpty()
                : path.length() > folder.length() && path.startsWith(folder) && path.charAt(folder.length()) == '/';
    }

    /** Returns a path as it is shown. */
    static String shown(String path) {
        return "'/" + Names.shown(LayerNames.text(path)) + "'";
    }

    /** Fails where too many links were followed for a path. */
    static void checkLinks(int followed, String path, String image) {
        if (followed > MOST_LINKS) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            image + ": " + shown(path) + " leads through more than " + MOST_LINKS + " links")
                    .withHint("its links lead in a circle: name another path");
        }
    }

    static RegistryException missing(String path, String image) {
        return RegistryException.of(FailureKind.NOT_FOUND, image + " has no " + shown(path))
                .withHint("list what there is: ls IMAGE FOLDER, files.list");
    }
}
