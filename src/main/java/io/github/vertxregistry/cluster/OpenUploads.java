package io.github.vertxregistry.cluster;

import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.registry.OpenUpload;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.registry.UploadLog;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upload sessions that the nodes have open at registries: each node's stand in a map that the cluster shares, written anew
 * with every beat. Where a node has stopped to do so, another takes them over and gives them up at the registry. Uploads do not
 * wait for it: sessions that are opened while one write is under way are told by the next one together. In a lone Vert.x, which
 * nobody survives, it does nothing.
 */
public final class OpenUploads implements UploadLog {
    private static final Logger LOG = LoggerFactory.getLogger(OpenUploads.class);
    private static final int MISSED_BEATS = 5;

    private final Vertx vertx;
    private final ToolkitConfig config;
    private final Quorum quorum;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, OpenUpload> open = new ConcurrentHashMap<>();
    private volatile Context context;
    private Registries registries;
    private AsyncMap<String, String> told;
    private Map<String, String> lastSeen = Map.of();
    private Promise<Void> next;
    private boolean writing;
    private boolean isTold;
    private long timer = -1;
    private long beat;

    private record Told(String nodeId, long beat, List<OpenUpload> uploads) {}

    /** Creates the log of a node. */
    public OpenUploads(Vertx vertx, ToolkitConfig config, Quorum quorum) {
        this.vertx = vertx;
        this.config = config;
        this.quorum = quorum;
    }

    /** Begins to tell the cluster, on the calling context; those of nodes that die are given up at these registries. */
    public Future<Void> join(Registries known) {
        if (!vertx.isClustered() || !config.operations().changes()) {
            return Future.succeededFuture();
        }
        registries = known;
        return vertx.sharedData()
                .<String, String>getAsyncMap(config.prefix() + ".uploads")
                .onSuccess(map -> {
                    told = map;
                    context = vertx.getOrCreateContext();
                    timer = vertx.setPeriodic(config.cluster().beatMs(), id -> beat());
                })
                .mapEmpty();
    }

    @Override
    public void opened(OpenUpload upload) {
        Context own = context;
        if (own != null) {
            open.put(upload.location(), upload);
            own.runOnContext(later -> tell());
        }
    }

    /** Told with the next beat: registries mostly take the first place, too, of a session that is given up. */
    @Override
    public void moved(OpenUpload from, OpenUpload to) {
        if (context != null && open.remove(from.location()) != null) {
            open.put(to.location(), to);
        }
    }

    @Override
    public void ended(OpenUpload upload) {
        open.remove(upload.location());
    }

    /** Tells no more. What is open still, others will give up. */
    public Future<Void> leave() {
        if (timer == -1) {
            return Future.succeededFuture();
        }
        vertx.cancelTimer(timer);
        return tell();
    }

    private void beat() {
        beat++;
        if (isTold || !open.isEmpty()) {
            tell();
        }
        if (beat % MISSED_BEATS == 0) {
            look().onFailure(cause -> LOG.warn("uploads of others were not looked at: {}", cause.toString()));
        }
    }

    /** Writes what is open now; what comes while that is under way is written together afterwards. */
    private Future<Void> tell() {
        if (writing) {
            next = next == null ? Promise.promise() : next;
            return next.future();
        }
        writing = true;
        isTold = !open.isEmpty();
        return write().onFailure(
                        cause -> LOG.warn("the cluster was not told of uploads of this node: {}", cause.toString()))
                .onComplete(done -> {
                    writing = false;
                    Promise<Void> waiting = next;
                    next = null;
                    if (waiting != null) {
                        tell().onComplete(waiting);
                    }
                });
    }

    private Future<Void> write() {
        Told now = new Told(config.nodeId(), beat, List.copyOf(open.values()));
        return now.uploads().isEmpty()
                ? told.remove(instance).mapEmpty()
                : told.put(instance, JsonBinding.toJson(now).encode());
    }

    /** Takes over what was told in the same words at the last look, some beats ago. */
    private Future<Void> look() {
        return told.entries().compose(all -> {
            Map<String, String> before = lastSeen;
            lastSeen = new HashMap<>(all);
            lastSeen.remove(instance);
            List<Map.Entry<String, String>> silent = lastSeen.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(before.get(entry.getKey())))
                    .toList();
            return silent.isEmpty()
                    ? Future.succeededFuture()
                    // On the smaller side of a cut the others are away, and not dead.
                    : quorum.isLikely().compose(likely -> likely ? takeOver(silent) : Future.succeededFuture());
        });
    }

    private Future<Void> takeOver(List<Map.Entry<String, String>> silent) {
        return Future.join(silent.stream()
                        .map(entry -> takeOver(entry.getKey(), entry.getValue()))
                        .toList())
                .mapEmpty();
    }

    /** They stand among one's own before they are not the other's any more, so that they are never lost. */
    private Future<Void> takeOver(String other, String text) {
        Told left = JsonBinding.fromJson(new JsonObject(text), Told.class);
        left.uploads().forEach(upload -> open.put(upload.location(), upload));
        return tell().compose(done -> told.removeIfPresent(other, text))
                .compose(mine -> mine ? giveUp(left) : Future.succeededFuture())
                .eventually(() -> {
                    left.uploads().forEach(this::ended);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> giveUp(Told left) {
        LOG.warn(
                "node {} was not heard of any more: {} of its uploads are given up",
                left.nodeId(),
                left.uploads().size());
        return Future.join(left.uploads().stream().map(this::giveUp).toList()).mapEmpty();
    }

    private Future<Void> giveUp(OpenUpload upload) {
        return Future.succeededFuture()
                .compose(start -> registries
                        .find(upload.registry(), Task.unwatched())
                        .uploads(upload.repository())
                        .giveUp(upload))
                .onFailure(cause -> LOG.warn(
                        "an upload to {} stays open until its registry ends it: {}",
                        upload.repository(),
                        cause.toString()))
                .otherwiseEmpty();
    }
}
