package io.github.vertxregistry.layout;

import io.github.vertxregistry.model.Digest;
import java.util.Objects;

/**
 * A file of a layout.
 *
 * @param name its path in the layout, with slashes
 * @param size its length in bytes
 * @param content its bytes, or null for a blob whose bytes come from elsewhere; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
public record LayoutEntry(String name, long size, byte[] content) {
    public LayoutEntry {
        Objects.requireNonNull(name);
    }

    /** Returns where an OCI layout keeps the blob (OCI Image Layout, "Blobs"). */
    public static String nameOf(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    /** Returns a blob whose bytes come from elsewhere. */
    public static LayoutEntry blob(Digest digest, long size) {
        return new LayoutEntry(nameOf(digest), size, null);
    }

    /** Returns a file whose bytes are here. */
    public static LayoutEntry document(String name, byte[] content) {
        return new LayoutEntry(name, content.length, content);
    }
}
