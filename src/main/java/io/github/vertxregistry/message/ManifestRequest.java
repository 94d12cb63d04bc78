package io.github.vertxregistry.message;

/**
 * Names a manifest.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference a tag or a digest
 */
public record ManifestRequest(String registry, String repository, String reference) {
    public ManifestRequest {
        Fields.repository(repository);
        Fields.reference(reference);
    }
}
