package io.github.vertxregistry.message;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * Writes more tags for an image that a repository has.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference the image: a tag or a digest
 * @param tags the tags to write, 1 to 100, each once
 * @param onlyNew write nothing where one of the tags is another image's already
 */
public record TagImageRequest(String registry, String repository, String reference, List<String> tags, Boolean onlyNew)
        implements RegistryRequest<TagImageRequest> {
    public TagImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        tags = List.copyOf(new LinkedHashSet<>(Fields.tags(tags)));
        onlyNew = onlyNew != null && onlyNew;
    }

    @Override
    public TagImageRequest to(String other) {
        return new TagImageRequest(other, repository, reference, tags, onlyNew);
    }
}
