package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.BlockFormat;
import io.github.vertxregistry.compress.BlockPacker;
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
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node compresses layers with: its threads, the memory of its blocks, and a packer for each thread. Each layer may have one
 * block in work, and more as long as all together have no more than two for each thread and two besides, so that the memory does
 * not grow with the layers' sizes, and one layer alone keeps all threads busy.
 */
public final class Packing {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
    private static final int FOR_EACH_THREAD = 2;
    private static final int BESIDES = 2;

    private final WorkerExecutor threads;
    private final WorkerExecutor waiting;
    private final DigestCache cache;
    private final int most;
    private final AtomicInteger free;
    /** What was used last is taken first: the processor has it at hand. */
    private final Deque<PackingBlock> kept = new ConcurrentLinkedDeque<>();

    private final AtomicInteger count = new AtomicInteger();
    private final Deque<KeptPacker> packers = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Starts no thread before there is something to compress. */
    public Packing(Vertx vertx, CompressionConfig config, String nodeId) {
        this.threads = vertx.createSharedWorkerExecutor("vertx-registry-compress-" + nodeId, config.threads());
        this.waiting = vertx.createSharedWorkerExecutor(
                "vertx-registry-decompress-" + nodeId, config.threads(), 1, TimeUnit.DAYS);
        this.cache = config.cacheFolder().equals(CompressionConfig.NO_CACHE)
                ? null
                : new DigestCache(Path.of(config.cacheFolder()), Clock.systemUTC());
        this.most = FOR_EACH_THREAD * config.threads() + BESIDES;
        this.free = new AtomicInteger(most);
    }

    /** Succeeds with the format, its library loaded; fails with {@code UNSUPPORTED} where that is missing. */
    public Future<BlockFormat> load(LayerFormat format) {
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
    public static Compression becomes(TarBlob layer, UploadSettings settings) {
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

    /** Returns one more block for a layer that has one in work, if there is one left. */
    Optional<PackingBlock> takeMore(BlockFormat format) {
        if (free.get() <= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(take(format));
        } catch (RuntimeException e) {
            // The layer goes on with the block that it has.
            LOG.debug("no memory for one more block", e);
            return Optional.empty();
        }
    }

    /** Returns a block that nobody uses, until {@link #giveBack}; throws {@code LIMIT_EXCEEDED} where the JVM has no memory for it. */
    PackingBlock take(BlockFormat format) {
        PackingBlock block = takeKept(format);
        if (block == null) {
            block = allocate(format);
        }
        free.decrementAndGet();
        return block;
    }

    private PackingBlock takeKept(BlockFormat format) {
        for (PackingBlock block = kept.poll(); block != null; block = kept.poll()) {
            count.decrementAndGet();
            // Only one format is in use most of the time: memory for others is not held.
            if (block.format().equals(format)) {
                return block;
            }
        }
        return null;
    }

    private static PackingBlock allocate(BlockFormat format) {
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
        free.incrementAndGet();
        if (closed) {
            return;
        }
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
        } else {
            kept.push(block);
        }
    }

    /** Compresses a block on one of the threads. */
    Future<Void> pack(PackingBlock block, boolean first, boolean last) {
        return run(() -> {
            BlockPacker packer = takePacker(block.format());
            try {
                block.pack(packer, first, last);
            } finally {
                packers.push(new KeptPacker(block.format(), packer));
                if (closed) {
                    closePackers();
                }
            }
            return null;
        });
    }

    private record KeptPacker(BlockFormat format, BlockPacker packer) {}

    private BlockPacker takePacker(BlockFormat format) {
        for (KeptPacker next = packers.poll(); next != null; next = packers.poll()) {
            if (next.format().equals(format)) {
                return next.packer();
            }
            next.packer().close();
        }
        return format.newPacker();
    }

    /** Ends the threads; what is given back later is not kept. */
    public Future<Void> close() {
        closed = true;
        kept.clear();
        closePackers();
        return threads.close().eventually(waiting::close);
    }

    private void closePackers() {
        for (KeptPacker next = packers.poll(); next != null; next = packers.poll()) {
            next.packer().close();
        }
    }
}
