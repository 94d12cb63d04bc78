package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ArtifactReply;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on artifacts. */
@CommandLine.Command(name = "artifact", description = "Pushes files as artifacts, and pulls them.")
final class ArtifactCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Returns the command with its own commands. */
    static CommandLine with(Invocation invocation) {
        return new CommandLine(new ArtifactCommand())
                .addSubcommand(new ArtifactPushCommand(invocation))
                .addSubcommand(new ArtifactPullCommand(invocation));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "artifact needs one of " + String.join(", ", spec.subcommands().keySet()));
    }

    static List<String> lines(String done, ArtifactReply reply) {
        Table table = new Table()
                .row(done, reply.reference())
                .row("digest", reply.digest().toString())
                .row("type", reply.artifactType())
                .row(
                        "refers to",
                        reply.subject() == null ? null : reply.subject().toString());
        reply.files()
                .forEach(file ->
                        table.row("file", file.title(), Table.size(file.size()), file.moved() ? "" : "there already"));
        return table.lines();
    }

    static void warn(ArtifactReply reply, Output output) {
        if (!output.isJson()) {
            reply.warnings().forEach(warning -> output.note("warning: " + warning));
        }
    }
}
