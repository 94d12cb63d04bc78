package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;

/**
 * Makes a new image of one that the registry has, with another config or other annotations and the same layers.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository of the image
 * @param reference the image: a tag or a digest; of an index each of its images is changed
 * @param platform which image of an index alone is taken: {@code os/architecture[/variant]}; null for all
 * @param target what is written: a repository of the same registry, and a tag
 * @param changes what changes
 */
public record EditImageRequest(
        String registry,
        String repository,
        String reference,
        String platform,
        ImageReference target,
        ImageChanges changes)
        implements RegistryRequest<EditImageRequest>, ImageRewrite {
    public EditImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.platform(platform);
        Fields.target(target);
        Fields.present("changes", changes);
        if (changes.keepsAll()) {
            throw RegistryException.badField("changes", "changes nothing")
                    .withHint("for the same image under another tag take tag (images.tag)");
        }
    }

    @Override
    public EditImageRequest to(String other) {
        return new EditImageRequest(other, repository, reference, platform, target, changes);
    }
}
