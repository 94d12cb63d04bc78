package io.github.vertxregistry.config;

/**
 * What a tar may be. Sizes in bytes; a key that is left out has its default.
 *
 * @param maxEntries the most entries that are indexed; 1,000,000
 * @param maxJsonBytes the largest {@code manifest.json}, {@code index.json}, manifest or config; 8 MiB
 * @param maxUnpackedBytes the most that a tar which is compressed as a whole, and the most that all compressed layers of one, may
 *     unpack to; 64 GiB
 * @param maxRatio how many times larger than itself such a tar or layer may become, once it is above 64 MiB; 1,000
 */
public record TarConfig(Integer maxEntries, Integer maxJsonBytes, Long maxUnpackedBytes, Integer maxRatio) {
    private static final int MIB = 1 << 20;

    public TarConfig {
        maxEntries = Check.between("tar.maxEntries", maxEntries, 1_000_000, 1, 10_000_000);
        maxJsonBytes = Check.between("tar.maxJsonBytes", maxJsonBytes, 8 * MIB, 1_024, 64 * MIB);
        maxUnpackedBytes = Check.between("tar.maxUnpackedBytes", maxUnpackedBytes, 64L << 30, 1L, 1L << 50);
        maxRatio = Check.between("tar.maxRatio", maxRatio, 1_000, 1, 1_000_000);
    }

    /** Returns the defaults. */
    public static TarConfig defaults() {
        return new TarConfig(null, null, null, null);
    }
}
