package io.github.vertxregistry.config;

/**
 * How the embedded registry runs.
 *
 * @param host the address that it listens at; {@code 127.0.0.1}
 * @param port the port; 0, the default, takes a free one
 * @param storage the folder that holds its content, or null for a temporary one that goes when it stops
 * @param delete whether manifests and blobs can be deleted; true
 * @param maxManifestBytes the largest manifest that it takes; 4 MiB
 */
public record EmbeddedConfig(String host, Integer port, String storage, Boolean delete, Integer maxManifestBytes) {
    public EmbeddedConfig {
        host = Check.orElse(host, "127.0.0.1");
        port = Check.between("port", port, 0, 0, 65_535);
        delete = Check.orElse(delete, true);
        maxManifestBytes = Check.between("maxManifestBytes", maxManifestBytes, 4 << 20, 1_024, 64 << 20);
    }

    /** Returns the defaults: a free port, a temporary folder. */
    public static EmbeddedConfig defaults() {
        return new EmbeddedConfig(null, null, null, null, null);
    }
}
