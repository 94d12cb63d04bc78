package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import java.util.Optional;

/** Digests that names inside a tar claim. */
final class BlobNames {
    private static final String BLOBS = "blobs/";
    private static final String JSON = ".json";

    private BlobNames() {}

    /** Returns where an OCI layout keeps the blob (OCI Image Layout, "Blobs"). */
    static String entry(Digest digest) {
        return BLOBS + digest.algorithm() + "/" + digest.hex();
    }

    /** Returns the digest that an OCI layout's blob is named by. */
    static Optional<Digest> ofBlob(String entry) {
        return entry.startsWith(BLOBS) ? digest(entry.substring(BLOBS.length()).replace('/', ':')) : Optional.empty();
    }

    /** Returns the digest that a config is named by: also docker's {@code <hex>.json} and crane's {@code sha256:<hex>}. */
    static Optional<Digest> ofConfig(String entry) {
        String last = EntryNames.last(entry);
        return ofBlob(entry)
                .or(() -> digest(last))
                .or(() -> last.endsWith(JSON)
                        ? digest("sha256:" + last.substring(0, last.length() - JSON.length()))
                        : Optional.empty());
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.of(text));
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }
}
