package io.github.vertxregistry.image;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.DigestCache;
import io.github.vertxregistry.compress.DigestCache.Packed;
import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.compress.PackingBlock;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node compresses layers with: its threads, and the memory of its blocks. Each layer may have one block in work, and all
 * of them together two more for each thread, so that the memory does not grow with the layers' sizes, and one layer alone keeps
 * all threads busy.
 */
public final class Packing {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
    private static final int FOR_EACH_THREAD = 2;

    private final WorkerExecutor threads;
    private final WorkerExecutor waiting;
    private final DigestCache cache;
    private final int most;
    private final AtomicInteger free;
    private final Queue<PackingBlock> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** Starts no thread before there is something to compress. */
    public Packing(Vertx vertx, CompressionConfig config, String nodeId) {
        this.threads = vertx.createSharedWorkerExecutor("vertx-registry-compress-" + nodeId, config.threads());
        this.waiting = vertx.createSharedWorkerExecutor(
                "vertx-registry-decompress-" + nodeId, config.threads(), 1, TimeUnit.DAYS);
        this.cache = config.cacheFolder().equals(CompressionConfig.NO_CACHE)
                ? null
                : new DigestCache(Path.of(config.cacheFolder()), Clock.systemUTC());
        this.most = FOR_EACH_THREAD * config.threads();
        this.free = new AtomicInteger(most);
    }

    /** Succeeds with the format, its library loaded; fails with {@code UNSUPPORTED} where that is missing. */
    Future<BlockFormat> load(LayerFormat format) {
        return run(format::load);
    }

    /** Runs, on other threads, what may wait for a registry as long as that likes: nothing that compresses waits for it. */
    <T> Future<T> runWaiting(Callable<T> work) {
        return waiting.executeBlocking(work, false);
    }

    /** Runs work that takes the processor, and waits for nobody, on one of the threads. */
    <T> Future<T> run(Callable<T> work) {
        return threads.executeBlocking(work, false);
    }

    /** Returns how a layer will be compressed at the registry. */
    static Compression becomes(TarBlob layer, UploadSettings settings) {
        boolean packs = layer.compression() == Compression.NONE && settings.packing() != null;
        return packs ? settings.compression() : layer.compression();
    }

    /** Succeeds with what a plain layer has become before, if that is remembered. */
    Future<Optional<Packed>> remembered(Digest plain, BlockFormat format) {
        return cache == null ? Future.succeededFuture(Optional.empty()) : run(() -> cache.find(plain, format));
    }

    /** Remembers what a plain layer has become; succeeds in any case. */
    Future<Void> remember(Digest plain, BlockFormat format, Packed packed) {
        return cache == null
                ? Future.succeededFuture()
                : this.<Void>run(() -> {
                            cache.keep(plain, format, packed);
                            return null;
                        })
                        .otherwiseEmpty();
    }

    /** Returns one more block for a layer that has one in work, if there is one left; {@link #giveBackMore} ends that. */
    Optional<PackingBlock> takeMore(BlockFormat format) {
        if (free.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(take(format));
        } catch (RuntimeException e) {
            // The layer goes on with the block that it has.
            LOG.debug("no memory for one more block", e);
            giveBackMore();
            return Optional.empty();
        }
    }

    void giveBackMore() {
        free.incrementAndGet();
    }

    /** Returns a block that nobody uses; throws {@code LIMIT_EXCEEDED} where the JVM has no memory for it. */
    PackingBlock take(BlockFormat format) {
        for (PackingBlock block = kept.poll(); block != null; block = kept.poll()) {
            count.decrementAndGet();
            if (block.format().equals(format)) {
                return block;
            }
            // Only one format is in use most of the time: memory for others is not held.
            block.close();
        }
        try {
            return new PackingBlock(format);
        } catch (OutOfMemoryError e) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            "the JVM has no memory outside the heap left for a block of " + format.blockSize()
                                    + " bytes to compress")
                    .withHint("give it more, by -XX:MaxDirectMemorySize or -Xmx, or push fewer layers at once")
                    .withCause(e);
        }
    }

    /** Takes back a block that no thread works on. */
    void giveBack(PackingBlock block) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            block.close();
        } else {
            kept.add(block);
        }
        if (closed) {
            drop();
        }
    }

    /** Ends the threads; what is given back later is not kept. */
    public Future<Void> close() {
        closed = true;
        drop();
        return threads.close().eventually(waiting::close);
    }

    private void drop() {
        for (PackingBlock block = kept.poll(); block != null; block = kept.poll()) {
            count.decrementAndGet();
            block.close();
        }
    }
}
