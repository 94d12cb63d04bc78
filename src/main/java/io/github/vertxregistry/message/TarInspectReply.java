package io.github.vertxregistry.message;

import io.github.vertxregistry.model.InspectedImage;
import java.util.List;

/**
 * The images of a tar.
 *
 * @param images the images, in the tar's order
 */
public record TarInspectReply(List<InspectedImage> images) {
    public TarInspectReply {
        images = List.copyOf(images);
    }
}
