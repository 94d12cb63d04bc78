package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * Names a blob.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param digest its digest
 */
public record BlobRequest(String registry, String repository, Digest digest) {
    public BlobRequest {
        Fields.repository(repository);
        Fields.present("digest", digest);
    }
}
