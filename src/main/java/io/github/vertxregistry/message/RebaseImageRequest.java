package io.github.vertxregistry.message;

import io.github.vertxregistry.model.ImageReference;

/**
 * Makes a new image of one that the registry has, on another base.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository of the image
 * @param reference the image: a tag or a digest; of an index each of its images is rebased
 * @param platform which image of an index alone is taken: {@code os/architecture[/variant]}; null for all
 * @param target what is written: a repository of the same registry, and a tag
 * @param oldBase the image that it was built on: a repository of the same registry, and a tag or a digest
 * @param newBase the image that takes its place, the same way
 */
public record RebaseImageRequest(
        String registry,
        String repository,
        String reference,
        String platform,
        ImageReference target,
        ImageReference oldBase,
        ImageReference newBase)
        implements RegistryRequest<RebaseImageRequest>, ImageRewrite {
    public RebaseImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.platform(platform);
        Fields.target(target);
        Fields.withoutHost("oldBase", oldBase);
        Fields.withoutHost("newBase", newBase);
    }

    @Override
    public RebaseImageRequest to(String other) {
        return new RebaseImageRequest(other, repository, reference, platform, target, oldBase, newBase);
    }
}
