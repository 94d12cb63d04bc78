package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.Objects;

/**
 * An image or an index that was put together in a registry of what was there.
 *
 * @param reference host, repository and tag; its digest in place of a tag where it has none
 * @param digest its digest
 * @param mediaType its media type
 * @param manifests the manifests of its images, each with its platform; of a single image that one
 * @param uploaded blobs that were uploaded
 * @param skipped blobs that the repository had
 * @param mounted blobs that were mounted from another repository of the registry
 * @param bytes bytes of blobs that were sent
 * @param warnings what was left out, a sentence each
 */
public record AssembledImage(
        String reference,
        Digest digest,
        String mediaType,
        List<Descriptor> manifests,
        int uploaded,
        int skipped,
        int mounted,
        long bytes,
        List<String> warnings) {
    public AssembledImage {
        Objects.requireNonNull(digest);
        manifests = List.copyOf(manifests);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
