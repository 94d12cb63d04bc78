package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys the toolkit's verticles, alone or in a cluster, and keeps them until the process is told to end. */
@CommandLine.Command(name = "node", description = "Deploys the verticles of --conf FILE, and stays until Ctrl-C.")
final class NodeCommand extends Command {
    @Option(names = "--cluster", description = "Join the other nodes, or be the first of them.")
    private boolean clustered;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    NodeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Action understand(Settings settings) {
        if (cluster.conf != null && !clustered) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "--cluster-conf takes --cluster");
        }
        return (output, interruption) -> stay(settings, output, interruption);
    }

    private int stay(Settings settings, Output output, Interruption interruption) {
        String prefix = settings.config().prefix();
        String nodeId = settings.config().nodeId();
        try (Session session = open(settings, interruption)) {
            if (output.isJson()) {
                output.document(new JsonObject().put("nodeId", nodeId).put("prefix", prefix));
            } else {
                String where = clustered ? " in a cluster" : "";
                output.line("node " + nodeId + " answers under '" + prefix + "'" + where + ", until Ctrl-C");
            }
            session.awaitEnd();
        }
        return DONE;
    }

    private Session open(Settings settings, Interruption interruption) {
        return clustered ? Session.openNode(interruption, settings, cluster) : Session.open(interruption, settings);
    }
}
