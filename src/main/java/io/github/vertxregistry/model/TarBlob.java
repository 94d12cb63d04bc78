package io.github.vertxregistry.model;

import java.util.Objects;

/**
 * A blob where it lies: a range of a tar, or a file of an OCI layout folder.
 *
 * @param digest what it is asked for and uploaded by: of a plain layer the config's diff_id, of a blob of an OCI layout its
 *     name, else our own hash of its bytes
 * @param size its length in bytes
 * @param compression how it is compressed, told from its first bytes
 * @param file the file that holds the bytes: the tar, the unpacked copy of a compressed tar, or a file of a folder
 * @param offset where in the file it starts
 * @param entry the entry's name, for messages
 */
public record TarBlob(Digest digest, long size, Compression compression, String file, long offset, String entry) {
    public TarBlob {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(compression);
        Objects.requireNonNull(file);
        Objects.requireNonNull(entry);
    }
}
