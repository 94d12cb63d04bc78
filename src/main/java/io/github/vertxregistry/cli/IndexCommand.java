package io.github.vertxregistry.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on indexes. */
@CommandLine.Command(name = "index", description = "Builds indexes of images.")
final class IndexCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Returns the command with its own commands. */
    static CommandLine with(Invocation invocation) {
        return new CommandLine(new IndexCommand()).addSubcommand(new IndexCreateCommand(invocation));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "index needs one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
