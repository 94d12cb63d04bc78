package io.github.vertxregistry.cluster;

import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that live: each has a card in a map that the cluster shares, under its id, and renews it with every beat. A card
 * that is not renewed expires by itself, by the clock of the node that keeps it, so clocks need not agree. Vert.x tells who is a
 * member of the cluster to nobody, and a member need not be a node of the toolkit. In a lone Vert.x the map is its own.
 */
public final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    /** A node may miss some beats: a pause for garbage is no death. */
    private static final int MISSED_BEATS = 5;

    private static final String INSTANCE = "instance";
    private static final String BEAT = "beat";

    private final Vertx vertx;
    private final ToolkitConfig config;
    private final NodeStatus own;
    private final IntSupplier running;
    private final String instance = UUID.randomUUID().toString();
    private Future<AsyncMap<String, String>> cards;
    private long timer = -1;
    private long beat;
    private boolean beating;
    private boolean closed;

    /** Creates the view of a node with that card; {@code running} tells how many operations it has. */
    public Nodes(Vertx vertx, ToolkitConfig config, NodeStatus own, IntSupplier running) {
        this.vertx = vertx;
        this.config = config;
        this.own = own;
        this.running = running;
    }

    /**
     * Puts the node's card there, and beats from then on, on the calling context.
     *
     * @return succeeds when the card can be seen; fails with {@code CONFLICT} where another node of that id lives
     */
    public Future<Void> join() {
        cards = vertx.sharedData().getAsyncMap(config.prefix() + ".nodes");
        return cards.compose(map -> map.get(own.nodeId()))
                .compose(this::outlive)
                .compose(alone -> renew())
                .onSuccess(there -> timer = vertx.setPeriodic(beatMs(), id -> beat()));
    }

    /** Returns the nodes that have been heard of lately, by their ids. */
    public Future<List<NodeStatus>> list() {
        return cards.compose(AsyncMap::values).map(all -> all.stream()
                .map(card -> JsonBinding.fromJson(new JsonObject(card), NodeStatus.class))
                .sorted(Comparator.comparing(NodeStatus::nodeId))
                .toList());
    }

    /** Takes the node's card away. */
    public Future<Void> leave() {
        closed = true;
        if (timer == -1) {
            return Future.succeededFuture();
        }
        vertx.cancelTimer(timer);
        return cards.compose(map -> map.remove(own.nodeId()))
                .<Void>mapEmpty()
                // It expires by itself.
                .otherwiseEmpty();
    }

    /** A node of this id that was killed has left its card: it is another that lives only if the card is renewed. */
    private Future<Void> outlive(String there) {
        if (there == null) {
            return Future.succeededFuture();
        }
        Promise<Void> waited = Promise.promise();
        vertx.setTimer(beatMs() * 2 + beatMs() / 2, id -> waited.complete());
        return waited.future()
                .compose(later -> cards)
                .compose(map -> map.get(own.nodeId()))
                .compose(now -> now == null || now.equals(there)
                        ? Future.succeededFuture()
                        : Future.failedFuture(inUse(new JsonObject(now))));
    }

    private RegistryException inUse(JsonObject card) {
        return RegistryException.of(
                        FailureKind.CONFLICT,
                        "key 'nodeId': a node '" + own.nodeId() + "' lives already, process " + card.getValue("pid")
                                + " of " + card.getValue("host"))
                .withHint("give each node an id of its own, or leave it out for a new one");
    }

    private void beat() {
        // One that takes longer than a beat is not overtaken by the next.
        if (!beating && !closed) {
            beating = true;
            renew().onFailure(
                            cause -> LOG.warn("the cluster was not told that this node is there: {}", cause.toString()))
                    .onComplete(done -> beating = false);
        }
    }

    private Future<Void> renew() {
        JsonObject card = JsonBinding.toJson(own.withRunning(running.getAsInt()))
                .put(INSTANCE, instance)
                .put(BEAT, ++beat);
        return cards.compose(map -> map.put(own.nodeId(), card.encode(), beatMs() * MISSED_BEATS));
    }

    private long beatMs() {
        return config.cluster().beatMs();
    }
}
