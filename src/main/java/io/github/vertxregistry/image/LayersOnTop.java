package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.UploadSettings;
import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.model.TarBlob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts layers of this node on top of images; each is brought to the registry once, whatever the number of images. */
final class LayersOnTop implements ImageEdit {
    private final Vertx vertx;
    private final Packing packing;
    private final UploadSettings settings;
    private final AppendImageRequest request;
    private final List<NewLayer> layers;
    private final RepositoryContent target;
    private final Map<NewLayer, Future<TarBlob>> brought = new HashMap<>();

    LayersOnTop(
            Vertx vertx,
            Packing packing,
            UploadSettings settings,
            AppendImageRequest request,
            List<NewLayer> layers,
            RepositoryContent target) {
        this.vertx = vertx;
        this.packing = packing;
        this.settings = settings;
        this.request = request;
        this.layers = layers;
        this.target = target;
    }

    @Override
    public Future<Void> apply(EditableImage image) {
        // Of an artifact nothing is sent.
        image.config();
        layers.forEach(layer -> LayerTypes.of(Packing.becomes(layer.blob(), settings), image.isDocker(), image.name()));
        return format().compose(format -> InOrder.each(layers, layer -> put(layer, format, image)));
    }

    private Future<BlockFormat> format() {
        return settings.packing() == null ? Future.succeededFuture() : packing.load(settings.packing());
    }

    private Future<Void> put(NewLayer layer, BlockFormat format, EditableImage image) {
        Future<TarBlob> there =
                brought.computeIfAbsent(layer, each -> target.bring(vertx, packing, format, each.blob(), each.name()));
        return there.map(blob -> {
            String type = LayerTypes.of(blob.compression(), image.isDocker(), image.name());
            String createdBy = request.createdBy() == null ? "append " + layer.name() : request.createdBy();
            image.append(
                    EditableImage.Layer.isThere(Trees.descriptor(type, blob.digest(), blob.size())),
                    layer.diffId(),
                    createdBy,
                    null);
            return null;
        });
    }
}
