package io.github.vertxregistry.config;

/**
 * What a node is in a cluster.
 *
 * @param size how many nodes the cluster has when it is whole; what must run on the larger side of a cut only takes more than
 *     half of them; null where nothing is said
 * @param beatMs how often a node tells the others that it is there, in milliseconds; 1,000
 * @param eventBus where the event bus of {@code node --cluster} listens; one's own clustered Vert.x has its own
 */
public record ClusterConfig(Integer size, Long beatMs, EventBusConfig eventBus) {
    private static final int MOST_NODES = 10_000;

    public ClusterConfig {
        size = size == null ? null : Check.between("cluster.size", size, 1, 1, MOST_NODES);
        beatMs = Check.between("cluster.beatMs", beatMs, 1_000, 10, 60_000);
        eventBus = Check.orElse(eventBus, EventBusConfig.defaults());
    }

    /** Returns the defaults. */
    public static ClusterConfig defaults() {
        return new ClusterConfig(null, null, null);
    }
}
