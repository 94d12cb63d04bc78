package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * One name that a push has written.
 *
 * @param reference host, repository and tag
 * @param digest the digest of the manifest under that name
 * @param digestKept whether the manifest is the tar's own, byte for byte
 * @param mediaType the manifest's media type
 * @param size bytes of all blobs of the image, and of those that what refers to it takes besides, where that is pushed
 * @param uploaded blobs that were uploaded for this name; those of an earlier name of the same push count there
 * @param skipped blobs that the repository had
 * @param mounted blobs that were mounted from another repository
 * @param bytes bytes of blobs that were sent
 * @param platformsDropped platforms that the tar names but does not hold
 * @param referrers manifests of what refers to the image that were written for this name
 */
public record PushedImage(
        String reference,
        Digest digest,
        boolean digestKept,
        String mediaType,
        long size,
        int uploaded,
        int skipped,
        int mounted,
        long bytes,
        List<String> platformsDropped,
        int referrers) {
    public PushedImage {
        platformsDropped = platformsDropped == null ? List.of() : List.copyOf(platformsDropped);
    }
}
