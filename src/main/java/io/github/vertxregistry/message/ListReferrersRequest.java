package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;

/**
 * Asks for a page of what refers to a manifest: signatures, attestations, other artifacts (OCI Distribution, "Listing
 * Referrers").
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param digest the manifest that is referred to
 * @param artifactType the only type that is wanted, or null for all
 * @param last {@code next} of the page before, or null
 */
public record ListReferrersRequest(String registry, String repository, Digest digest, String artifactType, String last)
        implements RegistryRequest<ListReferrersRequest> {
    public ListReferrersRequest {
        Fields.repository(repository);
        Fields.present("digest", digest);
        Fields.mediaType("artifactType", artifactType);
    }

    /** Returns the request for the page after the one with that {@code next}; the first one for null. */
    public ListReferrersRequest after(String next) {
        return new ListReferrersRequest(registry, repository, digest, artifactType, next);
    }

    @Override
    public ListReferrersRequest to(String other) {
        return new ListReferrersRequest(other, repository, digest, artifactType, last);
    }
}
