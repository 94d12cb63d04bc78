package io.github.vertxregistry.message;

/**
 * Asks for a page of a registry's repositories (Docker Registry HTTP API v2, "Catalog").
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param pageSize how many at the most, 1 to 1,000; null leaves it to the registry
 * @param last the last repository of the page before, or null
 */
public record ListRepositoriesRequest(String registry, Integer pageSize, String last)
        implements RegistryRequest<ListRepositoriesRequest> {
    public ListRepositoriesRequest {
        Fields.pageSize(pageSize);
    }

    @Override
    public ListRepositoriesRequest to(String other) {
        return new ListRepositoriesRequest(other, pageSize, last);
    }
}
