package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which files messages may name.
 *
 * @param roots the folders that a named file must lie in, links followed; empty allows every file where the Vert.x is not
 *     clustered, and none where it is; each must be there, and be named in full, when the toolkit is deployed
 * @param shared the folders that other nodes have under the same path, as well as this one; messages may name files in them
 */
public record PathsConfig(List<String> roots, List<String> shared) {
    public PathsConfig {
        roots = checked("paths.roots.", roots);
        shared = checked("paths.shared.", shared);
    }

    /** Allows files in those folders, of this node alone. */
    public PathsConfig(List<String> roots) {
        this(roots, null);
    }

    private static List<String> checked(String key, List<String> folders) {
        List<String> all = folders == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(folders));
        for (int i = 0; i < all.size(); i++) {
            check(key + i, all.get(i));
        }
        return all;
    }

    private static void check(String key, String root) {
        if (root == null || root.isBlank()) {
            throw RegistryException.badKey(key, "is empty").withHint("name a folder, or leave out the entry");
        }
        if (!isAbsolute(root)) {
            throw RegistryException.badKey(key, "is not the full path of a folder: '" + Names.shown(root) + "'")
                    .withHint("write it from the top, such as /srv/images");
        }
    }

    private static boolean isAbsolute(String root) {
        try {
            return Path.of(root).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
