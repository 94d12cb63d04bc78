package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import java.util.Objects;

/**
 * A layer that comes from a file of this node.
 *
 * @param blob its bytes as they lie there
 * @param diffId the digest of what they unpack to
 * @param name what it was made of, for the history
 */
public record NewLayer(TarBlob blob, Digest diffId, String name) {
    public NewLayer {
        Objects.requireNonNull(blob);
        Objects.requireNonNull(diffId);
        Objects.requireNonNull(name);
    }
}
