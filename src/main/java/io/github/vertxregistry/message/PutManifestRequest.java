package io.github.vertxregistry.message;

/**
 * Writes a manifest.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference the tag or the digest to write it under
 * @param mediaType its media type
 * @param content its exact text
 */
public record PutManifestRequest(String registry, String repository, String reference, String mediaType, String content)
        implements RegistryRequest<PutManifestRequest> {
    public PutManifestRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.mediaType(mediaType);
        Fields.manifest(content);
    }

    @Override
    public PutManifestRequest to(String other) {
        return new PutManifestRequest(other, repository, reference, mediaType, content);
    }
}
