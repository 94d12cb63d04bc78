package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A node of the cluster and what it can do.
 *
 * @param nodeId what it is addressed by
 * @param roles what it does for others; none where it only calls
 * @param changes whether it does what changes a registry
 * @param shared the folders of which it says that other nodes have them, too
 * @param version of the toolkit that it runs
 * @param host the machine's name, as that machine knows it
 * @param pid the process on that machine
 * @param startedAt when the toolkit was deployed (ISO 8601)
 * @param running how many operations ran when it was last heard of
 */
public record NodeStatus(
        String nodeId,
        List<Role> roles,
        boolean changes,
        List<String> shared,
        String version,
        String host,
        long pid,
        String startedAt,
        int running) {
    /** What a node does for others. */
    public enum Role {
        /** Operations on registries that need no file. */
        OPERATIONS,
        /** What moves bytes between files and registries. */
        TRANSFERS,
        /** Reading and validating tars. */
        TARS;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NodeStatus {
        Objects.requireNonNull(nodeId);
        roles = List.copyOf(roles);
        shared = shared == null ? List.of() : List.copyOf(shared);
    }

    /** Returns the same with another number of operations. */
    public NodeStatus withRunning(int other) {
        return new NodeStatus(nodeId, roles, changes, shared, version, host, pid, startedAt, other);
    }
}
