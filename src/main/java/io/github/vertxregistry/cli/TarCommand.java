package io.github.vertxregistry.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on a tar, which need no registry. */
@CommandLine.Command(name = "tar", description = "Checks and reads a tar of images.")
final class TarCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Returns the command with its own commands. */
    static CommandLine with(Invocation invocation) {
        return new CommandLine(new TarCommand())
                .addSubcommand(new TarValidateCommand(invocation))
                .addSubcommand(new TarInspectCommand(invocation))
                .addSubcommand(new TarManifestCommand(invocation))
                .addSubcommand(new TarTagsCommand(invocation));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "tar needs one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
