package io.github.vertxregistry.compress;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.RegistryException;

/** Finds the format that layers are compressed to. */
public final class LayerFormat {
    private static final int GZIP_LEVEL = 1;
    private static final int MOST_GZIP = 9;

    private LayerFormat() {}

    /**
     * Returns the format of a method other than {@code keep}; fails with {@code BAD_REQUEST} where the method has no such level.
     *
     * @param level how hard it tries; null for the method's usual level
     */
    public static BlockFormat of(LayerCompression method, Integer level) {
        return switch (method) {
            case GZIP -> new JdkGzip(within(level, GZIP_LEVEL, MOST_GZIP, method.toString()));
            case KEEP -> throw new IllegalArgumentException("nothing is compressed");
        };
    }

    private static int within(Integer level, int byDefault, int most, String method) {
        int chosen = level == null ? byDefault : level;
        if (chosen < 1 || chosen > most) {
            throw RegistryException.badField(
                    "compressionLevel", "is " + chosen + ", of " + method + " it must lie between 1 and " + most);
        }
        return chosen;
    }
}
