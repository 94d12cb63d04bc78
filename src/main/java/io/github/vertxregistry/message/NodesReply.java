package io.github.vertxregistry.message;

import java.util.List;

/**
 * The nodes that have been heard of lately.
 *
 * @param nodes by their ids
 */
public record NodesReply(List<NodeStatus> nodes) {
    public NodesReply {
        nodes = List.copyOf(nodes);
    }
}
