package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.SyncJobs;
import io.github.vertxregistry.message.SyncStatus;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Joins the cluster as one that only calls, and lists its jobs. */
@CommandLine.Command(name = "list", description = "Lists the jobs that run or have lately ended, the latest first.")
final class JobsListCommand extends ToolkitCommand<SyncJobs> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    JobsListCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<SyncJobs> question(Settings settings) {
        return session -> new SyncJobs(session.await(session.client().syncJobs()));
    }

    @Override
    Session open(Interruption interruption, Settings settings) {
        return Session.openCaller(interruption, settings, cluster);
    }

    @Override
    List<String> text(SyncJobs reply) {
        Table table = new Table().row("JOB", "STATE", "IMAGES", "FROM", "TO", "SINCE");
        for (SyncStatus job : reply.jobs()) {
            table.row(
                    job.jobId(),
                    job.state() + (job.dryRun() ? ", dry run" : ""),
                    job.totals().copied() + job.totals().there() + "/"
                            + job.totals().found(),
                    job.source(),
                    job.target(),
                    job.startedAt());
        }
        return table.lines();
    }
}
