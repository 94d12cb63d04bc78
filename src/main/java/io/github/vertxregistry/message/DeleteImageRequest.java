package io.github.vertxregistry.message;

/**
 * Deletes an image.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference a tag, which alone is deleted, or a digest, with which all its tags go
 * @param allTags where the registry can only delete a digest: delete it although other tags share it
 */
public record DeleteImageRequest(String registry, String repository, String reference, Boolean allTags)
        implements RegistryRequest<DeleteImageRequest> {
    public DeleteImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        allTags = allTags != null && allTags;
    }

    @Override
    public DeleteImageRequest to(String other) {
        return new DeleteImageRequest(other, repository, reference, allTags);
    }
}
