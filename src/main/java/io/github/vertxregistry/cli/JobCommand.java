package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.SyncJobRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Joins the cluster as one that only calls, asks one thing about a job, and shows how it stands. */
@CommandLine.Command
final class JobCommand extends ToolkitCommand<SyncStatus> {
    private final BiFunction<RegistryClient, String, Future<SyncStatus>> asked;
    private final boolean toItsEnd;

    @Parameters(index = "0", paramLabel = "ID", description = "The job's id: jobs list tells it.")
    private String jobId;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    private JobCommand(
            Invocation invocation, BiFunction<RegistryClient, String, Future<SyncStatus>> asked, boolean toItsEnd) {
        super(invocation);
        this.asked = asked;
        this.toItsEnd = toItsEnd;
    }

    /** Waits for a job's end, and says by the exit code how it ended, as {@code sync} does that waits itself. */
    static CommandLine watching(Invocation invocation, String description) {
        return described(
                new JobCommand(invocation, (client, id) -> client.awaitSync(id, status -> {}), true), description);
    }

    static CommandLine with(
            Invocation invocation, String description, BiFunction<RegistryClient, String, Future<SyncStatus>> asked) {
        return described(new JobCommand(invocation, asked, false), description);
    }

    private static CommandLine described(JobCommand job, String description) {
        CommandLine command = new CommandLine(job);
        command.getCommandSpec().usageMessage().description(description);
        return command;
    }

    @Override
    Question<SyncStatus> question(Settings settings) {
        String id = new SyncJobRequest(jobId).jobId();
        return session -> session.await(asked.apply(session.client(), id));
    }

    @Override
    Session open(Interruption interruption, Settings settings) {
        return Session.openCaller(interruption, settings, cluster);
    }

    @Override
    List<String> text(SyncStatus status) {
        return SyncText.lines(status);
    }

    @Override
    int exitCode(SyncStatus status) {
        return toItsEnd && status.state() != SyncStatus.State.DONE ? FAILED : DONE;
    }
}
