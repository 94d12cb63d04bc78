package io.github.vertxregistry.verticle;

import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Decides which files a message may name, since anyone on the bus can send one. Blocking: it follows links. */
final class AllowedFiles {
    private final List<String> roots;
    private final boolean open;

    private AllowedFiles(List<String> roots, boolean open) {
        this.roots = roots;
        this.open = open;
    }

    /** Returns what the configuration allows; fails with {@code BAD_REQUEST} where a root is no folder. */
    static AllowedFiles of(PathsConfig config, boolean clustered) {
        check("paths.roots.", config.roots());
        check("paths.shared.", config.shared());
        List<String> roots =
                Stream.concat(config.roots().stream(), config.shared().stream()).toList();
        return new AllowedFiles(roots, roots.isEmpty() && !clustered);
    }

    private static void check(String key, List<String> folders) {
        for (int i = 0; i < folders.size(); i++) {
            if (!Files.isDirectory(Path.of(folders.get(i)))) {
                throw RegistryException.badKey(
                                key + i, "is no folder of this node: '" + Names.shown(folders.get(i)) + "'")
                        .withHint("make the folder, or leave out the entry");
            }
        }
    }

    /** Returns the path if it may be read; fails with {@code DENIED} where it lies outside of the roots. */
    Path check(String text) {
        return check("tar", text);
    }

    /** Returns the path of a field if it may be read; fails with {@code DENIED} where it lies outside of the roots. */
    Path check(String field, String text) {
        Path path = path(field, text);
        return open ? path : within(text, path);
    }

    /** Returns the path if a file may be written there; fails with {@code DENIED} where its folder lies outside of the roots. */
    Path checkNew(String field, String text) {
        Path path = path(field, text);
        String name = String.valueOf(path.getFileName());
        if (path.getFileName() == null || name.equals(".") || name.equals("..")) {
            throw RegistryException.badField(field, "is no file's name: '" + Names.shown(text) + "'");
        }
        return open ? path : within(text, path.getParent()).resolve(name);
    }

    private static Path path(String field, String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw RegistryException.badField(field, "is not a path: '" + Names.shown(text) + "'")
                    .withCause(e);
        }
    }

    /** Returns the real path: what was checked is what is opened, whoever changes a link in between. */
    private Path within(String text, Path path) {
        Path real = real(path);
        if (real == null
                || roots.stream()
                        .map(root -> real(Path.of(root)))
                        .noneMatch(root -> root != null && real.startsWith(root))) {
            throw RegistryException.of(
                            FailureKind.DENIED, "'" + Names.shown(text) + "' lies in no folder that messages may name")
                    .withHint("add its folder to paths.roots of the configuration");
        }
        return real;
    }

    /** Null for what is not there: it is not told apart from what is not allowed. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }
}
