package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where credentials come from: first from here, then from files as docker and podman write them.
 *
 * @param registries credentials by where they belong: {@code host[:port]}, or {@code host[:port]/team} for the repositories
 *     below it; the longest key that fits counts
 * @param files the files, the first one that has credentials for a registry counts; null for the usual places, empty for none
 * @param helperFolders the folders that credential helpers, programs that such a file names, may lie in; null for those of PATH
 * @param helperTimeoutMs the longest wait for a credential helper, in milliseconds; 30,000
 */
public record CredentialsConfig(
        Map<String, CredentialConfig> registries,
        List<String> files,
        List<String> helperFolders,
        Long helperTimeoutMs) {
    public CredentialsConfig {
        registries = registries == null ? Map.of() : registries;
        registries.forEach(CredentialsConfig::check);
        registries = Map.copyOf(registries);
        files = files == null ? null : List.copyOf(files);
        helperFolders = helperFolders == null ? null : List.copyOf(helperFolders);
        helperTimeoutMs = Check.between("credentials.helperTimeoutMs", helperTimeoutMs, 30_000, 1, 600_000);
    }

    /** Returns the defaults: the files at the usual places. */
    public static CredentialsConfig defaults() {
        return new CredentialsConfig(null, null, null, null);
    }

    private static void check(String key, CredentialConfig entry) {
        if (key.isBlank() || key.indexOf('@') >= 0 || entry == null) {
            throw RegistryException.badKey(
                    "credentials.registries." + (key.indexOf('@') >= 0 ? "*" : Names.shown(key)),
                    "is not host[:port][/repositories] with credentials");
        }
    }

    /** Returns the same with credentials for one more key. */
    public CredentialsConfig with(String key, CredentialConfig entry) {
        Map<String, CredentialConfig> more = new HashMap<>(registries);
        more.put(key, entry);
        return new CredentialsConfig(more, files, helperFolders, helperTimeoutMs);
    }

    /** Returns the same with other files, and other folders of helpers. */
    public CredentialsConfig withFiles(List<String> others, List<String> folders) {
        return new CredentialsConfig(registries, others, folders, helperTimeoutMs);
    }
}
