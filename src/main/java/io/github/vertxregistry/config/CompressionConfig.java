package io.github.vertxregistry.config;

/**
 * How plain layers are compressed while they are pushed, where a message does not say otherwise.
 *
 * @param method {@code keep} or {@code gzip}; {@code keep}
 * @param level how hard it tries; by default the fastest of gzip, 1
 * @param threads the threads that a node compresses with; one for each processor
 */
public record CompressionConfig(LayerCompression method, Integer level, Integer threads) {
    /** The highest level of any method. */
    public static final int MAX_LEVEL = 9;

    private static final int MOST_THREADS = 256;

    public CompressionConfig {
        method = Check.orElse(method, LayerCompression.KEEP);
        if (level != null) {
            Check.between("transfer.compression.level", level, 1, 1, MAX_LEVEL);
        }
        threads = Check.between(
                "transfer.compression.threads",
                threads,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                1,
                MOST_THREADS);
    }

    /** Returns the defaults. */
    public static CompressionConfig defaults() {
        return new CompressionConfig(null, null, null);
    }
}
