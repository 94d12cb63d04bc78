package io.github.vertxregistry.message;

/**
 * Deletes an image.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference a tag, which alone is deleted, or a digest, with which all its tags go
 * @param allTags where the registry can only delete a digest: delete it although other tags share it
 * @param referrers whether what refers to the manifest goes, too; it then goes itself, as by its digest
 */
public record DeleteImageRequest(
        String registry, String repository, String reference, Boolean allTags, Boolean referrers)
        implements RegistryRequest<DeleteImageRequest> {
    public DeleteImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        allTags = allTags != null && allTags;
        referrers = referrers != null && referrers;
    }

    /** Returns a request to delete a tag, or a digest with its tags, and nothing else. */
    public static DeleteImageRequest of(String repository, String reference) {
        return new DeleteImageRequest(null, repository, reference, null, null);
    }

    @Override
    public DeleteImageRequest to(String other) {
        return new DeleteImageRequest(other, repository, reference, allTags, referrers);
    }
}
