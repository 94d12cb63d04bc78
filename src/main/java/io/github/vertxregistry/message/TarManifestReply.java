package io.github.vertxregistry.message;

import io.github.vertxregistry.model.SavedImage;
import java.util.List;

/**
 * The entries of a tar's manifest.json.
 *
 * @param images the entries, in the tar's order
 */
public record TarManifestReply(List<SavedImage> images) {
    public TarManifestReply {
        images = List.copyOf(images);
    }
}
