package io.github.vertxregistry.message;

/**
 * Asks for a page of a repository's tags (OCI Distribution, "Listing Tags").
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param pageSize how many at the most, 1 to 1,000; null leaves it to the registry
 * @param last the last tag of the page before, or null
 */
public record ListTagsRequest(String registry, String repository, Integer pageSize, String last)
        implements RegistryRequest<ListTagsRequest> {
    public ListTagsRequest {
        Fields.repository(repository);
        Fields.pageSize(pageSize);
    }

    @Override
    public ListTagsRequest to(String other) {
        return new ListTagsRequest(other, repository, pageSize, last);
    }
}
