package io.github.vertxregistry.blob;

import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.model.Descriptor;

/**
 * A blob that comes from the registry.
 *
 * @param repository one that has it
 * @param descriptor what it is there
 * @param placed what is written: the same, or the decompressed layer
 */
public record PulledBlob(String repository, Descriptor descriptor, Descriptor placed) {
    public LayoutEntry entry() {
        return LayoutEntry.blob(placed.digest(), placed.size());
    }

    /** Returns whether it is decompressed on its way. */
    public boolean isUnpacked() {
        return !placed.digest().equals(descriptor.digest());
    }
}
