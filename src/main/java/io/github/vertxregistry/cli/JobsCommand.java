package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on the jobs of a cluster. */
@CommandLine.Command(
        name = "jobs",
        description = "Lists, watches, pauses, resumes and cancels what sync has begun in a cluster.")
final class JobsCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Returns the command with its own commands. */
    static CommandLine with(Invocation invocation) {
        return new CommandLine(new JobsCommand())
                .addSubcommand(new JobsListCommand(invocation))
                .addSubcommand("show", JobCommand.with(invocation, "Tells how a job stands.", RegistryClient::syncJob))
                .addSubcommand(
                        "watch",
                        JobCommand.watching(
                                invocation, "Waits until a job has ended; the exit code tells whether it is done."))
                .addSubcommand(
                        "pause",
                        JobCommand.with(
                                invocation,
                                "Lets a job finish what is under way, and begin nothing more.",
                                RegistryClient::pauseSync))
                .addSubcommand(
                        "resume",
                        JobCommand.with(invocation, "Lets a job that was paused go on.", RegistryClient::resumeSync))
                .addSubcommand(
                        "cancel",
                        JobCommand.with(invocation, "Ends a job before it has done all.", RegistryClient::cancelSync));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "jobs needs one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
