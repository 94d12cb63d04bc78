package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How plain layers are compressed while they are pushed, where a message does not say otherwise.
 *
 * @param method {@code keep}, {@code gzip} or {@code zstd}; {@code keep}
 * @param level how hard it tries; by default the method's usual level, 1 for gzip and 3 for zstd
 * @param compressor {@code jdk} or {@code libdeflate}, for gzip; {@code jdk}
 * @param threads the threads that a node compresses with; one for each processor
 * @param cacheFolder where is remembered what layers have become; by default {@code $XDG_CACHE_HOME/vertx-registry}, or {@code
 *     ~/.cache/vertx-registry}; {@code none} for nowhere
 */
public record CompressionConfig(
        LayerCompression method, Integer level, Compressor compressor, Integer threads, String cacheFolder) {
    /** The highest level of any method. */
    public static final int MAX_LEVEL = 19;

    /** The folder that stands for none. */
    public static final String NO_CACHE = "none";

    private static final int MOST_THREADS = 256;

    public CompressionConfig {
        method = Check.orElse(method, LayerCompression.KEEP);
        if (level != null) {
            Check.between("transfer.compression.level", level, 1, 1, MAX_LEVEL);
        }
        compressor = Check.orElse(compressor, Compressor.JDK);
        threads = Check.between(
                "transfer.compression.threads",
                threads,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                1,
                MOST_THREADS);
        cacheFolder = Check.orElse(cacheFolder, byDefault());
        try {
            if (Path.of(cacheFolder).toString().isEmpty()) {
                throw RegistryException.badKey("transfer.compression.cacheFolder", "is empty");
            }
        } catch (InvalidPathException e) {
            throw RegistryException.badKey("transfer.compression.cacheFolder", "is not a path")
                    .withCause(e);
        }
    }

    private static String byDefault() {
        return cacheFolder(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /**
     * XDG Base Directory Specification: a relative path is to be passed over. The JVM's home of a user whom the system does not
     * know, as in many containers, is {@code ?}.
     */
    static String cacheFolder(String xdg, String home) {
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "vertx-registry").toString();
        }
        return home != null && Path.of(home).isAbsolute()
                ? Path.of(home, ".cache", "vertx-registry").toString()
                : NO_CACHE;
    }

    /** Returns the defaults. */
    public static CompressionConfig defaults() {
        return new CompressionConfig(null, null, null, null, null);
    }
}
