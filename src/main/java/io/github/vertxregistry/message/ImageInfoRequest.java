package io.github.vertxregistry.message;

/**
 * Asks what an image is.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference a tag or a digest
 * @param platform which image of an index: {@code os/architecture[/variant]}; null for that of containers on this machine
 */
public record ImageInfoRequest(String registry, String repository, String reference, String platform)
        implements RegistryRequest<ImageInfoRequest> {
    public ImageInfoRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.platform(platform);
    }

    @Override
    public ImageInfoRequest to(String other) {
        return new ImageInfoRequest(other, repository, reference, platform);
    }
}
