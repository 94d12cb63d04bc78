package io.github.vertxregistry.auth;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where docker and podman keep credentials, by the environment, and where their helpers lie. */
public final class CredentialFiles {
    private CredentialFiles() {}

    /**
     * Returns the files in the order in which they count: {@code REGISTRY_AUTH_FILE}, docker's ({@code DOCKER_CONFIG}, else
     * {@code ~/.docker}), and podman's two where the first is not set. The first is the one that a login is written to.
     */
    public static List<String> usual(Map<String, String> env) {
        List<String> files = new ArrayList<>();
        String chosen = env.getOrDefault("REGISTRY_AUTH_FILE", "");
        String home = env.getOrDefault("HOME", env.getOrDefault("USERPROFILE", ""));
        if (!chosen.isEmpty()) {
            files.add(chosen);
        }
        add(files, env.getOrDefault("DOCKER_CONFIG", ""), "config.json", home, ".docker");
        if (chosen.isEmpty()) {
            add(files, env.getOrDefault("XDG_RUNTIME_DIR", ""), "containers/auth.json", "", "");
            add(files, env.getOrDefault("XDG_CONFIG_HOME", ""), "containers/auth.json", home, ".config");
        }
        return files;
    }

    private static void add(List<String> files, String folder, String name, String home, String below) {
        if (!folder.isEmpty()) {
            files.add(Path.of(folder, name).toString());
        } else if (!home.isEmpty()) {
            files.add(Path.of(home, below, name).toString());
        }
    }

    /** Returns the folders in which programs are found. */
    public static List<String> programFolders(Map<String, String> env) {
        return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .toList();
    }
}
