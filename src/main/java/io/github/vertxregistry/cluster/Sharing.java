package io.github.vertxregistry.cluster;

import io.github.vertxregistry.message.NodeStatus;
import java.util.List;

/**
 * Among how many nodes the limits of registries are divided: those that work, and, where the cluster's size is configured, those that
 * are away as well, since they may be the other side of a cut and work there. Belongs to one context.
 */
public final class Sharing {
    private static final int PATIENT_BEATS = 5;

    private final int size;
    private int among = 1;
    private int beatsWithFewer;

    /**
     * Begins with a node that is alone.
     *
     * @param clusterSize how many nodes there should be, or null where that is not configured
     */
    public Sharing(Integer clusterSize) {
        this.size = clusterSize == null ? 0 : clusterSize;
    }

    /**
     * Returns among how many, when these are there at a beat. Of more nodes each takes less at once; of fewer more only when they are
     * fewer for some beats: one may be busy, and not dead.
     */
    public int beat(List<NodeStatus> living) {
        int working =
                (int) living.stream().filter(node -> !node.roles().isEmpty()).count();
        int idle = living.size() - working;
        int now = Math.max(1, Math.max(working, size - idle));
        beatsWithFewer = now < among ? beatsWithFewer + 1 : 0;
        if (now >= among || beatsWithFewer > PATIENT_BEATS) {
            among = now;
            beatsWithFewer = 0;
        }
        return among;
    }
}
