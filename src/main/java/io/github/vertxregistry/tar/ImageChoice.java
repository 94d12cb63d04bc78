package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;

/**
 * Which images of a tar are wanted.
 *
 * @param name one of its names (with or without host; {@code latest} where it has no tag), its id, or at least twelve first
 *     digits of that; null for the only one
 * @param all whether all are wanted, and no name is given
 * @param platform which image of an index: {@code os/architecture[/variant]}, or {@code local} for that of containers on this machine; null
 *     where the index is wanted as a whole, and any of its images tells of it
 * @param referrers whether what refers to them is wanted, too
 */
public record ImageChoice(String name, boolean all, String platform, boolean referrers) {
    public ImageChoice {
        if (all && name != null) {
            throw RegistryException.badField("image", "cannot be given together with all images");
        }
    }

    /** Chooses the only image of a tar that holds one. */
    public static ImageChoice only() {
        return new ImageChoice(null, false, null, false);
    }

    /** Chooses every image. */
    public static ImageChoice every() {
        return new ImageChoice(null, true, null, false);
    }

    /** Chooses the image of that name or id; the only one where it is null. */
    public static ImageChoice of(String name) {
        return new ImageChoice(name, false, null, false);
    }
}
