package io.github.vertxregistry.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine;

/** Deploys the toolkit's verticles and keeps them until the process is told to end. */
@CommandLine.Command(name = "node", description = "Deploys the verticles of --conf FILE, and stays until Ctrl-C.")
final class NodeCommand extends Command {
    NodeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Action understand(Settings settings) {
        return (output, interruption) -> stay(settings, output, interruption);
    }

    private static int stay(Settings settings, Output output, Interruption interruption) {
        String prefix = settings.config().prefix();
        String nodeId = settings.config().nodeId();
        try (Session session = Session.open(interruption, settings)) {
            if (output.isJson()) {
                output.document(new JsonObject().put("nodeId", nodeId).put("prefix", prefix));
            } else {
                output.line("node " + nodeId + " answers under '" + prefix + "', until Ctrl-C");
            }
            session.awaitEnd();
        }
        return DONE;
    }
}
