package io.github.vertxregistry.cluster;

import io.github.vertxregistry.config.ClusterConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;

/**
 * Whether most nodes of the cluster are there, by the configured size and the cards of those that live: what must not be
 * done on the smaller side of a cut asks it. It learns of a cut when the cards of the other side have expired, and of none
 * before.
 */
public final class Quorum {
    private final Nodes nodes;
    private final ClusterConfig config;
    private final boolean clustered;

    /** Creates the view of a node; in a Vert.x that is not clustered there is nobody to be cut off from. */
    public Quorum(Nodes nodes, ClusterConfig config, boolean clustered) {
        this.nodes = nodes;
        this.config = config;
        this.clustered = clustered;
    }

    /** Throws {@code DENIED} where a cluster's size is not configured, so that nobody can tell. */
    public void check() {
        if (clustered && config.size() == null) {
            throw RegistryException.of(
                            FailureKind.DENIED,
                            "nothing is deleted by a cluster whose size is not known: nobody could tell whether it was cut")
                    .withHint("set cluster.size of the configuration of all nodes");
        }
    }

    /** Succeeds with whether nothing speaks against it: more than half are there, or the size is not known. */
    public Future<Boolean> isLikely() {
        return !clustered || config.size() == null
                ? Future.succeededFuture(true)
                : nodes.list().map(there -> there.size() * 2 > config.size());
    }

    /** Succeeds while more than half of the nodes are there; fails with {@code DENIED}. */
    public Future<Void> demand() {
        if (!clustered) {
            return Future.succeededFuture();
        }
        return nodes.list().compose(there -> {
            check();
            return there.size() * 2 > config.size()
                    ? Future.succeededFuture()
                    : Future.failedFuture(RegistryException.of(
                                    FailureKind.DENIED,
                                    there.size() + " of " + config.size()
                                            + " nodes are there: nothing is deleted without more than half of them")
                            .withHint("start the others, or heal the network, and begin the job again"));
        });
    }
}
