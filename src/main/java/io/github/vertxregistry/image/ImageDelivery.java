package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.BytesSource;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.image.EditableImage.Layer;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.Future;
import java.util.List;

/**
 * Brings what a changed image consists of to the repository that it goes to: what comes from here is uploaded, what the registry
 * has elsewhere is mounted. The manifest is not written here.
 */
final class ImageDelivery {
    private final RepositoryContent target;

    ImageDelivery(RepositoryContent target) {
        this.target = target;
    }

    /** Succeeds when all that the image's manifest names is there; fails as writing blobs does. */
    Future<Void> bring(EditableImage image) {
        return layers(image).compose(done -> config(image));
    }

    private Future<Void> layers(EditableImage image) {
        return InOrder.each(image.layers(), layer -> {
                    if (layer.bytes() != null) {
                        return target.upload(layer.parsed(), layer.bytes());
                    }
                    return Future.succeededFuture();
                })
                .compose(done -> InOrder.each(repositories(image), from -> target.mount(from, layersOf(image, from))));
    }

    private static List<String> repositories(EditableImage image) {
        return image.layers().stream()
                .filter(layer -> layer.bytes() == null && layer.repository() != null)
                .map(Layer::repository)
                .distinct()
                .toList();
    }

    /** Foreign layers need not be in a registry. */
    private static List<Descriptor> layersOf(EditableImage image, String repository) {
        return image.layers().stream()
                .filter(layer -> layer.bytes() == null && repository.equals(layer.repository()))
                .map(Layer::parsed)
                .filter(layer -> !MediaType.isForeignLayer(layer.mediaType()))
                .distinct()
                .toList();
    }

    private Future<Void> config(EditableImage image) {
        Descriptor config = image.finishedConfig();
        return image.keepsConfig()
                ? target.mount(image.repository(), config == null ? List.of() : List.of(config))
                : target.upload(config, new BytesSource(image.configBytes(), "the new config of " + image.name()));
    }
}
