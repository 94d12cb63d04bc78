package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * An image that a pull has written.
 *
 * @param reference host, repository, and tag or digest
 * @param digest the digest of the manifest or index that stands for it in what was written
 * @param mediaType its media type
 * @param platform what the image runs on, as far as that was looked at, or null
 * @param size bytes of its manifests and blobs
 */
public record PulledImage(String reference, Digest digest, String mediaType, String platform, long size) {}
