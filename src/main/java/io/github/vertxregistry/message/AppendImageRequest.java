package io.github.vertxregistry.message;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;
import java.util.List;

/**
 * Makes a new image of one that the registry has, with more layers on top.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository of the image
 * @param reference the image: a tag or a digest; of an index each of its images gets the layers
 * @param platform which image of an index alone is taken: {@code os/architecture[/variant]}; null for all
 * @param target what is written: a repository of the same registry, and a tag
 * @param layers the layers, lowest first, on the node that answers: tars (plain, gzip or zstd), or folders, 1 to 100
 * @param into the folder of the image that folders are put into; null for its root
 * @param keepOwner whether the files of folders keep their owners' numbers, and do not belong to root
 * @param compression what plain layers become; null for the configured way
 * @param createdBy what the history says; null for the layer's name
 */
public record AppendImageRequest(
        String registry,
        String repository,
        String reference,
        String platform,
        ImageReference target,
        List<String> layers,
        String into,
        Boolean keepOwner,
        LayerCompression compression,
        String createdBy)
        implements RegistryRequest<AppendImageRequest>, ImageRewrite {
    private static final int MAX_LAYERS = 100;

    public AppendImageRequest {
        Fields.repository(repository);
        Fields.reference(reference);
        Fields.platform(platform);
        Fields.target(target);
        Fields.present("layers", layers);
        if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
            throw Fields.count("layers", layers.size(), 1, MAX_LAYERS);
        }
        layers.forEach(layer -> Fields.file("layers", layer));
        layers = List.copyOf(layers);
        into = Fields.imagePath(into == null ? "/" : into);
        if (List.of(into.split("/", -1)).contains("..")) {
            throw RegistryException.badField("into", "has a .. in it");
        }
        keepOwner = keepOwner != null && keepOwner;
        Fields.text("createdBy", createdBy);
    }

    /** Puts tars or folders on top of an image. */
    public static AppendImageRequest of(ImageReference image, ImageReference target, String... layers) {
        return new AppendImageRequest(
                null, image.repository(), image.reference(), null, target, List.of(layers), null, null, null, null);
    }

    @Override
    public AppendImageRequest to(String other) {
        return new AppendImageRequest(
                other, repository, reference, platform, target, layers, into, keepOwner, compression, createdBy);
    }
}
