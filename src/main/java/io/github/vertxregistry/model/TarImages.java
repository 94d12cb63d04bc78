package io.github.vertxregistry.model;

import java.util.List;
import java.util.Objects;

/**
 * What images a tar holds and where their bytes lie; made of its headers and small entries alone.
 *
 * @param tar the tar or OCI layout folder as it was asked for
 * @param layout which layout was read
 * @param images the images that were asked for, in the tar's order
 * @param warnings what was passed over or set right, a sentence each
 */
public record TarImages(String tar, TarLayout layout, List<TarImage> images, List<String> warnings) {
    public TarImages {
        Objects.requireNonNull(tar);
        Objects.requireNonNull(layout);
        images = List.copyOf(images);
        warnings = List.copyOf(warnings);
    }
}
