package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncTotals;
import java.util.ArrayList;
import java.util.List;

/** A job in words. */
final class SyncText {
    private static final int MOST_FAILURES = 50;

    private SyncText() {}

    static List<String> lines(SyncStatus job) {
        SyncTotals totals = job.totals();
        List<String> lines = new ArrayList<>();
        if (job.dryRun()) {
            job.images().forEach(image -> lines.add("would copy " + image));
            job.deleted().forEach(image -> lines.add("would delete " + image));
        }
        lines.addAll(new Table()
                .row("job", job.jobId())
                .row("state", job.state() + (job.reason() == null ? "" : ": " + job.reason()))
                .row("from", job.source())
                .row("to", job.target())
                .row("images", images(job.dryRun(), totals))
                .row("sent", job.dryRun() ? null : Table.size(totals.bytes()))
                .row(
                        "vanished",
                        totals.vanished() == 0 ? null : totals.vanished() + ", " + totals.deleted() + " deleted")
                .row("time", job.elapsedMs() + " ms")
                .lines());
        job.failures().stream()
                .limit(MOST_FAILURES)
                .forEach(failure ->
                        lines.add("failed " + failure.image() + ": " + failure.kind() + ": " + failure.message()));
        int untold = totals.failed() - Math.min(MOST_FAILURES, job.failures().size());
        if (untold > 0) {
            lines.add(
                    "and " + untold + " more; --json tells of " + job.failures().size());
        }
        return lines;
    }

    static String images(boolean dryRun, SyncTotals totals) {
        return totals.found() + " chosen, " + totals.there() + " there already, "
                + (dryRun ? totals.left() + " to copy, " : totals.copied() + " copied, ")
                + totals.failed() + " failed"
                + (dryRun || totals.left() == 0 ? "" : ", " + totals.left() + " left");
    }
}
