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
 */
public record PathsConfig(List<String> roots) {
    public PathsConfig {
        roots = roots == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(roots));
        for (int i = 0; i < roots.size(); i++) {
            check("paths.roots." + i, roots.get(i));
        }
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
