package io.github.vertxregistry.image;

import io.github.vertxregistry.blob.PackedSource;
import io.github.vertxregistry.blob.Unpacking;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.image.PulledTree.PackedLayer;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long layers are that will be decompressed, which no manifest tells. The last bytes of a gzip file do (RFC 1952, 2.3.1), if it
 * has one member and less than 4 GiB; of all others it is found out by reading them once. A guess that was wrong is set right when the
 * layer has been decompressed. Belongs to one context.
 */
final class PlainSizes {
    private static final int TRAILER = 4;
    private static final int TAR_BLOCK = 512;

    private final Registry registry;
    private final Unpacking unpacking;
    private final int atOnce;
    private final boolean followsUrls;
    private final Task task;
    private final Map<Digest, Long> sizes = new HashMap<>();
    private boolean corrected;

    PlainSizes(Registry registry, Unpacking unpacking, int atOnce, boolean followsUrls, Task task) {
        this.registry = registry;
        this.unpacking = unpacking;
        this.atOnce = atOnce;
        this.followsUrls = followsUrls;
        this.task = task;
    }

    /** Returns the lengths, by the digests of the layers as the registry has them. */
    Map<Digest, Long> all() {
        return sizes;
    }

    /** Says that a layer has become so many bytes, and not as many as was thought. */
    void correct(Digest packed, long size) {
        sizes.put(packed, size);
        corrected = true;
    }

    /** Returns whether a length has been set right since this was last asked. */
    boolean takeCorrected() {
        boolean was = corrected;
        corrected = false;
        return was;
    }

    /** Finds out, or guesses, how long all layers of the images are. */
    Future<Void> find(List<PulledTree> trees) {
        Map<Digest, PackedLayer> layers = new LinkedHashMap<>();
        trees.forEach(tree ->
                tree.packedLayers().forEach(layer -> layers.put(layer.packed().digest(), layer)));
        return Parallel.run(values(layers), atOnce, task, this::find).mapEmpty();
    }

    private static Collection<PackedLayer> values(Map<Digest, PackedLayer> layers) {
        return List.copyOf(layers.values());
    }

    private Future<Void> find(PackedLayer layer, Task part) {
        Sources sources = registry.during(part).sources(layer.repository());
        ByteSource source = (followsUrls ? sources.followingUrls() : sources).source(layer.packed());
        return guess(layer, source)
                .compose(guessed -> guessed > 0
                        ? Future.succeededFuture(guessed)
                        : unpacking.run(source, layer.packed().digest(), layer.diffId(), null, count -> {}))
                .onSuccess(size -> sizes.put(layer.packed().digest(), size))
                .mapEmpty();
    }

    /** Succeeds with 0 where nothing can be told: a tar has whole blocks, and becomes hardly longer by compression. */
    private static Future<Long> guess(PackedLayer layer, ByteSource source) {
        long packed = layer.packed().size();
        if (packed < TRAILER || !layer.packed().mediaType().endsWith("gzip")) {
            return Future.succeededFuture(0L);
        }
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        return source.open(packed - TRAILER, TRAILER)
                .compose(stream -> PackedSource.fill(stream, trailer).eventually(stream::close))
                .map(done -> Integer.toUnsignedLong(trailer.getInt(0)))
                .map(size -> size % TAR_BLOCK == 0 && size > packed - packed / TAR_BLOCK - TAR_BLOCK ? size : 0L);
    }
}
