package io.github.vertxregistry.message;

import io.github.vertxregistry.model.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * Builds an index of images that the registry has.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository that gets the index
 * @param tag the tag that it gets
 * @param images the images, 1 to 100, of any repositories of that registry, each {@code repository[:tag][@digest]}; of an index
 *     all that it lists
 * @param format {@code docker} for a Docker manifest list, {@code oci} for an OCI index, {@code auto} for the kind of the images,
 *     and OCI where they are of both
 * @param annotations the index's annotations; an OCI index alone can have some
 */
public record CreateIndexRequest(
        String registry,
        String repository,
        String tag,
        List<ImageReference> images,
        ManifestFormat format,
        Map<String, String> annotations)
        implements RegistryRequest<CreateIndexRequest> {
    private static final int MAX_IMAGES = 100;

    public CreateIndexRequest {
        Fields.repository(repository);
        Fields.tag(tag);
        Fields.present("images", images);
        images = List.copyOf(images);
        if (images.isEmpty() || images.size() > MAX_IMAGES) {
            throw Fields.count("images", images.size(), 1, MAX_IMAGES);
        }
        images.forEach(image -> Fields.withoutHost("images", image));
        format = format == null ? ManifestFormat.AUTO : format;
        annotations = Fields.texts("annotations", annotations);
    }

    @Override
    public CreateIndexRequest to(String other) {
        return new CreateIndexRequest(other, repository, tag, images, format, annotations);
    }
}
