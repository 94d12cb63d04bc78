package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.Objects;

/**
 * What a copy has done. Where the target had the image already nothing was done, and all numbers are 0.
 *
 * @param reference the target: host, repository and tag, or its digest where it has no tag
 * @param digest its digest, the source's own but where several platforms were chosen of more
 * @param mediaType its media type
 * @param manifests manifests that were written, the image's own and those of what refers to it included
 * @param referrers how many of them refer to the image or a part of it
 * @param copied blobs that were read at the source and uploaded
 * @param skipped blobs that the target had
 * @param mounted blobs that were mounted from another repository of the target
 * @param bytes bytes of blobs that were sent
 * @param warnings what a person should know, a sentence each
 */
public record CopiedImage(
        String reference,
        Digest digest,
        String mediaType,
        int manifests,
        int referrers,
        int copied,
        int skipped,
        int mounted,
        long bytes,
        List<String> warnings) {
    public CopiedImage {
        Objects.requireNonNull(digest);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
