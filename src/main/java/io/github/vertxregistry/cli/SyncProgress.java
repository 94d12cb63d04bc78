package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.SyncStatus;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Shows how far a job is, in one line that is rewritten on a terminal, and written anew elsewhere. May be used by any thread. */
final class SyncProgress implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean terminal;
    private final boolean shown;
    private String last = "";

    private SyncProgress(PrintStream err, boolean terminal, boolean shown) {
        this.err = err;
        this.terminal = terminal;
        this.shown = shown;
    }

    /** Shows progress on a terminal, and elsewhere where it is asked for. */
    static SyncProgress of(Invocation invocation, boolean asked) {
        return new SyncProgress(invocation.err(), invocation.terminal(), invocation.terminal() || asked);
    }

    synchronized void show(SyncStatus job) {
        String line = job.state() + "  " + SyncText.images(job.dryRun(), job.totals()) + ", "
                + Table.size(job.totals().bytes()) + " sent";
        if (shown && !line.equals(last)) {
            last = line;
            write(terminal ? CLEAR_LINE + line : line + System.lineSeparator());
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
        err.flush();
    }

    @Override
    public synchronized void close() {
        if (shown && terminal) {
            write(CLEAR_LINE);
        }
    }
}
