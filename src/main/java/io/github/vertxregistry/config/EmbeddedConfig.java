package io.github.vertxregistry.config;

/**
 * How the embedded registry runs.
 *
 * @param host the address that it listens at; {@code 127.0.0.1}
 * @param port the port; 0, the default, takes a free one
 * @param storage the folder that holds its content, or null for a temporary one that goes when it stops
 * @param delete whether manifests and blobs can be deleted; true
 * @param collectGarbage whether blobs that no manifest names are deleted before it listens; false
 * @param limits what it takes at the most
 */
public record EmbeddedConfig(
        String host, Integer port, String storage, Boolean delete, Boolean collectGarbage, EmbeddedLimits limits) {
    public EmbeddedConfig {
        host = Check.orElse(host, "127.0.0.1");
        port = Check.between("port", port, 0, 0, 65_535);
        delete = Check.orElse(delete, true);
        collectGarbage = Check.orElse(collectGarbage, false);
        limits = Check.orElse(limits, EmbeddedLimits.defaults());
    }

    /** Returns the defaults: a free port, a temporary folder. */
    public static EmbeddedConfig defaults() {
        return new EmbeddedConfig(null, null, null, null, null, null);
    }

    /** Returns the same over a folder. */
    public EmbeddedConfig withStorage(String folder) {
        return new EmbeddedConfig(host, port, folder, delete, collectGarbage, limits);
    }

    /** Returns the same with other limits. */
    public EmbeddedConfig withLimits(EmbeddedLimits others) {
        return new EmbeddedConfig(host, port, storage, delete, collectGarbage, others);
    }
}
