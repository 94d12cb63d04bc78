package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.image.Info;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An image whose layers can be read.
 *
 * @param name what it is called in messages
 * @param digest its manifest's digest, of one in a tar its config's
 * @param config its config
 * @param layers its layers, lowest first
 */
public record ImageLayers(String name, Digest digest, StoredLayer config, List<StoredLayer> layers) {
    public ImageLayers {
        layers = List.copyOf(layers);
    }

    /**
     * Finds an image of a registry, of an index the one for a platform; fails as {@link Info} does.
     *
     * @param loop the event loop that will fetch its layers
     */
    public static Future<ImageLayers> ofRegistry(Context loop, Registry registry, ImageSource place) {
        ImageInfoRequest request =
                new ImageInfoRequest(place.registry(), place.repository(), place.reference(), place.platform());
        Sources sources = registry.sources(place.repository());
        String name = registry.origin().authority() + "/" + place.repository() + Names.at(place.reference());
        return new Info(registry, request)
                .run()
                .map(info -> new ImageLayers(
                        name,
                        info.digest(),
                        fetched(loop, sources, config(info, name)),
                        info.layers().stream()
                                .map(layer -> fetched(loop, sources, layer))
                                .toList()));
    }

    private static StoredLayer fetched(Context loop, Sources sources, Descriptor blob) {
        return new FetchedLayer(loop, sources.source(blob), blob.digest());
    }

    private static Descriptor config(ImageInfo info, String name) {
        byte[] manifest = info.manifest().getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(manifest, info.mediaType(), FailureKind.REGISTRY_FAULT, name)
                .config();
    }

    /** Takes the only image that was found in a tar. */
    public static ImageLayers ofTar(TarImages found) {
        TarImage image = found.images().get(0);
        return new ImageLayers(
                found.tar(),
                image.id(),
                new FileLayer(image.config(), found.tar()),
                image.layers().stream()
                        .<StoredLayer>map(layer -> new FileLayer(layer, found.tar()))
                        .toList());
    }
}
