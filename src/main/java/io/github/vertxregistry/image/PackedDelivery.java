package io.github.vertxregistry.image;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.image.BlobDelivery.Delivered;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;

/**
 * Sees to it that a repository has plain layers compressed. What a layer becomes is known only when it has been: the first time
 * it is compressed into its upload, later in the same push it is asked for and mounted as any other blob.
 */
final class PackedDelivery {
    private final Packing packing;
    private final BlockFormat format;
    private final BlobDelivery stored;
    private final Learnt learnt;

    PackedDelivery(Packing packing, BlockFormat format, BlobDelivery stored, Learnt learnt) {
        this.packing = packing;
        this.format = format;
        this.stored = stored;
        this.learnt = learnt;
    }

    Future<Delivered> bring(TarBlob layer, Task task) {
        TarBlob known = learnt.packed(layer.digest());
        return known == null
                ? pack(layer, null, task)
                : stored.bring(known, (session, part) -> pack(layer, session, part), task);
    }

    private Future<Delivered> pack(TarBlob layer, Session session, Task task) {
        PackedSource source = new PackedSource(packing, format, stored.bytes(layer), layer.digest());
        return stored.upload(source, session, task).onSuccess(done -> learn(layer, source));
    }

    private void learn(TarBlob layer, PackedSource source) {
        TarBlob packed = new TarBlob(
                source.digest(), source.length(), format.compression(), layer.file(), layer.offset(), layer.entry());
        learnt.isPacked(layer.digest(), packed);
        stored.isThere(packed);
    }
}
