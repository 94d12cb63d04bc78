package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * An image's root file system has been written.
 *
 * @param digest the digest of the image's manifest; of one in a tar its id
 * @param file the tar
 * @param bytes how long it is
 * @param entries how many entries it has
 */
public record ExportReply(Digest digest, String file, long bytes, long entries) {}
