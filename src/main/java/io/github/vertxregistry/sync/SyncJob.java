package io.github.vertxregistry.sync;

import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.message.SyncTotals;
import java.time.Instant;

/**
 * A job as the cluster keeps it: what was asked for, what its askers wish, and how far it is.
 *
 * @param request what was asked for
 * @param wish whether it shall go on
 * @param state how it stands
 * @param startedAt milliseconds since 1970
 * @param endedAt the same, or 0
 * @param round which set of steps is under way: a number of its own for each, so that none is taken for another; 0 for none
 * @param attempt which try of the copies the round is, 1 for the first
 * @param steps how many steps the round has
 * @param report what was found and done before this round; at the end, all
 * @param totals what has been found and done, those steps of the round included that are known to be done
 * @param reason why it has ended, or null
 */
record SyncJob(
        SyncRequest request,
        Wish wish,
        State state,
        long startedAt,
        long endedAt,
        int round,
        int attempt,
        int steps,
        Report report,
        SyncTotals totals,
        String reason) {
    /** What is wished of a job. */
    enum Wish {
        RUN,
        PAUSE,
        CANCEL
    }

    static SyncJob of(SyncRequest request, long now) {
        return new SyncJob(
                request, Wish.RUN, State.PLANNING, now, 0, 0, 0, 0, Report.NOTHING, SyncTotals.NOTHING, null);
    }

    String id() {
        return request.jobId();
    }

    /** Returns whether nodes may take steps of it. */
    boolean isOpen() {
        return state == State.RUNNING && wish == Wish.RUN;
    }

    SyncJob wishing(Wish other) {
        return new SyncJob(request, other, state, startedAt, endedAt, round, attempt, steps, report, totals, reason);
    }

    /** Returns the same with another set of steps. */
    SyncJob inRound(int next, int tried, int count, Report before) {
        return new SyncJob(
                request, wish, State.RUNNING, startedAt, 0, next, tried, count, before, before.totals(), null);
    }

    /** What the cluster kept of it is not whole any more: it is found out anew what is left to do. */
    SyncJob planningAgain() {
        return new SyncJob(request, wish, State.PLANNING, startedAt, 0, round, 0, 0, report, totals, null);
    }

    SyncJob with(SyncTotals now) {
        return new SyncJob(request, wish, state, startedAt, endedAt, round, attempt, steps, report, now, reason);
    }

    SyncJob ended(State end, Report all, String why, long now) {
        return new SyncJob(request, wish, end, startedAt, now, round, attempt, steps, all, all.totals(), why);
    }

    /** Returns the same without the lists of its report. */
    SyncJob brief() {
        Report numbers = new Report(report.totals(), null, null, null, null);
        return new SyncJob(request, wish, state, startedAt, endedAt, round, attempt, steps, numbers, totals, reason);
    }

    SyncStatus status(long now) {
        State shown = state == State.RUNNING && wish == Wish.PAUSE ? State.PAUSED : state;
        return new SyncStatus(
                id(),
                shown,
                request.source(),
                request.target() + (request.prefix() == null ? "" : "/" + request.prefix()),
                request.dryRun(),
                Instant.ofEpochMilli(startedAt).toString(),
                // By the clocks of two nodes.
                Math.max(0, (endedAt == 0 ? now : endedAt) - startedAt),
                totals,
                report.images(),
                report.deleted(),
                report.failures(),
                report.nodes(),
                reason);
    }
}
