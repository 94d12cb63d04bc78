package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.Objects;

/**
 * An artifact that was pushed or pulled.
 *
 * @param reference host, repository and tag; its digest in place of a tag where it has none
 * @param digest its digest
 * @param artifactType what it is, or null where it does not say
 * @param subject the digest that it refers to, or null
 * @param files its files
 * @param bytes bytes of files that were sent or fetched
 * @param warnings what a person should know, a sentence each
 */
public record ArtifactReply(
        String reference,
        Digest digest,
        String artifactType,
        Digest subject,
        List<Entry> files,
        long bytes,
        List<String> warnings) {
    public ArtifactReply {
        Objects.requireNonNull(digest);
        files = List.copyOf(files);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /**
     * One file.
     *
     * @param title its name in the artifact
     * @param path where it is on the node that answered
     * @param mediaType the type of its layer
     * @param size its bytes
     * @param digest its digest
     * @param moved whether it was sent or written; it was there already where not
     */
    public record Entry(String title, String path, String mediaType, long size, Digest digest, boolean moved) {}
}
