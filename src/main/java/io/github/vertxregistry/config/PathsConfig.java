package io.github.vertxregistry.config;

import java.util.List;

/**
 * Which files messages may name.
 *
 * @param roots the folders that a named file must lie in, links followed; empty allows every file where the Vert.x is not
 *     clustered, and none where it is
 */
public record PathsConfig(List<String> roots) {
    public PathsConfig {
        roots = roots == null ? List.of() : List.copyOf(roots);
    }
}
