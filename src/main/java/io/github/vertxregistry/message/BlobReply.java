package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * What a registry tells of a blob.
 *
 * @param digest its digest
 * @param size its length in bytes
 */
public record BlobReply(Digest digest, long size) {}
