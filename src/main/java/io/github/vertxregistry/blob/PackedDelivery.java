package io.github.vertxregistry.blob;

import io.github.vertxregistry.blob.BlobDelivery.Delivered;
import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.DigestCache.Packed;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.registry.UploadsEndpoint.Session;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a repository has plain layers compressed. What a layer becomes is known only when it has been: the first time
 * it is compressed into its upload. What is remembered, of this push or by the node's cache, is asked for and mounted as any other
 * blob, and compressed again where the registry has it not.
 */
public final class PackedDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(PackedDelivery.class);

    private final Packing packing;
    private final BlockFormat format;
    private final BlobDelivery stored;
    private final Learnt learnt;

    public PackedDelivery(Packing packing, BlockFormat format, BlobDelivery stored, Learnt learnt) {
        this.packing = packing;
        this.format = format;
        this.stored = stored;
        this.learnt = learnt;
    }

    public Future<Delivered> bring(TarBlob layer, Task task) {
        TarBlob known = learnt.packed(layer.digest());
        return known == null
                ? packing.remembered(layer.digest(), format)
                        .compose(found -> found.map(packed -> ask(layer, packed, task))
                                .orElseGet(() -> pack(layer, null, null, task)))
                : stored.bring(known, (session, part) -> pack(layer, null, session, part), task);
    }

    /** What was remembered may be at the registry; where it is not, it shows whether the layer still becomes the same. */
    private Future<Delivered> ask(TarBlob layer, Packed remembered, Task task) {
        task.check();
        TarBlob expected = blob(layer, remembered);
        learnt.isPacked(layer.digest(), expected);
        return stored.bring(expected, (session, part) -> pack(layer, remembered, session, part), task)
                .recover(cause ->
                        isOfAnotherSize(cause) ? pack(layer, remembered, null, task) : Future.failedFuture(cause));
    }

    private static boolean isOfAnotherSize(Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.SIZE_MISMATCH;
    }

    private Future<Delivered> pack(TarBlob layer, Packed expected, Session session, Task task) {
        PackedSource source = new PackedSource(packing, format, stored.bytes(layer), layer.digest());
        return stored.upload(source, session, task).compose(delivered -> {
            Packed packed = new Packed(source.digest(), source.length());
            if (expected != null && !expected.equals(packed)) {
                LOG.warn("{} has become {} and not {}, as was remembered", layer.digest(), packed, expected);
            }
            TarBlob blob = blob(layer, packed);
            learnt.isPacked(layer.digest(), blob);
            stored.isThere(blob);
            return packing.remember(layer.digest(), format, packed).map(delivered);
        });
    }

    private TarBlob blob(TarBlob layer, Packed packed) {
        return new TarBlob(
                packed.digest(), packed.size(), format.compression(), layer.file(), layer.offset(), layer.entry());
    }
}
