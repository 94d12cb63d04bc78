package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * Names what a registry has taken out.
 *
 * @param digest the digest, or null where a tag was deleted whose digest nobody told
 */
public record DeletedReply(Digest digest) {}
