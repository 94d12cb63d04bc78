package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.NodesReply;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Joins the cluster as one that only calls, and lists its nodes. */
@CommandLine.Command(name = "nodes", description = "Lists the nodes of the cluster and what each can do.")
final class NodesCommand extends Command {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    NodesCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Action understand(Settings settings) {
        return (output, interruption) -> {
            try (Session session = Session.openCaller(interruption, settings, cluster)) {
                show(new NodesReply(session.await(session.client().nodes())), output);
            }
            return DONE;
        };
    }

    private static void show(NodesReply reply, Output output) {
        if (output.isJson()) {
            output.document(reply);
        } else {
            output.lines(table(reply.nodes()));
        }
    }

    private static List<String> table(List<NodeStatus> nodes) {
        Table table = new Table().row("NODE", "ROLES", "RUNNING", "VERSION", "HOST", "PID", "SINCE");
        for (NodeStatus node : nodes) {
            String roles = node.roles().stream().map(String::valueOf).collect(Collectors.joining(","));
            String does = roles + (node.changes() ? "" : ",read-only");
            table.row(
                    node.nodeId(),
                    roles.isEmpty() ? "calls" : does,
                    "" + node.running(),
                    node.version(),
                    node.host(),
                    "" + node.pid(),
                    node.startedAt());
        }
        return table.lines();
    }
}
