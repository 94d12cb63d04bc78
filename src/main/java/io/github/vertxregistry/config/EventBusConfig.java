package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;

/**
 * Where the event bus of a node of the command line listens for the other nodes.
 *
 * @param host the address to listen at; by default the one that Hazelcast has
 * @param port the port, 0 for a free one, which is the default
 * @param publicHost what the other nodes reach it by, where that is another
 * @param publicPort the port that they reach it by, where that is another
 * @param caFile authorities, PEM, whose certificates another node must show; null for no TLS
 * @param certFile this node's certificate, PEM
 * @param keyFile its key, PEM, not encrypted
 */
public record EventBusConfig(
        String host,
        Integer port,
        String publicHost,
        Integer publicPort,
        String caFile,
        String certFile,
        String keyFile) {
    private static final int MOST_PORT = 65_535;

    public EventBusConfig {
        port = Check.between("cluster.eventBus.port", port, 0, 0, MOST_PORT);
        publicPort = Check.between("cluster.eventBus.publicPort", publicPort, 0, 0, MOST_PORT);
        boolean all = caFile != null && certFile != null && keyFile != null;
        if (!all && (caFile != null || certFile != null || keyFile != null)) {
            throw RegistryException.badKey("cluster.eventBus", "has some of caFile, certFile and keyFile")
                    .withHint("TLS takes all three: each node shows a certificate, and believes those of caFile only");
        }
    }

    /** Returns the defaults. */
    public static EventBusConfig defaults() {
        return new EventBusConfig(null, null, null, null, null, null, null);
    }

    /** Returns whether nodes speak TLS to each other. */
    public boolean tls() {
        return caFile != null;
    }
}
