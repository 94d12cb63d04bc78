package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ProgressEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows how far each blob of a push has come. On a terminal one line for each blob under way is rewritten in place, with a
 * single write, and cut at the right edge by the terminal itself; elsewhere a line is written now and then. Events may be
 * lost: what has not been heard of for a while is taken off. May be used by any thread.
 */
final class PushProgress implements AutoCloseable {
    private static final int MOST_LINES = 8;
    private static final int BAR = 20;
    private static final Duration FORGOTTEN = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final String UPLOAD = "upload";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    /** How what is shown is shown. */
    enum Style {
        NONE,
        LINES,
        TERMINAL
    }

    /** What was last heard of a blob, or of a file that is being read. */
    private record Sign(ProgressEvent event, Instant at) {}

    private final PrintStream err;
    private final Style style;
    private final InstantSource clock;
    private final Map<String, Sign> underWay = new LinkedHashMap<>();
    private int linesShown;
    private boolean closed;

    PushProgress(PrintStream err, Style style, InstantSource clock) {
        this.err = err;
        this.style = style;
        this.clock = clock;
    }

    /** Shows progress on a terminal, and elsewhere where it is asked for. */
    static PushProgress of(Invocation invocation, boolean asked) {
        Style style = invocation.terminal() ? Style.TERMINAL : asked ? Style.LINES : Style.NONE;
        return new PushProgress(invocation.err(), style, InstantSource.system());
    }

    /** Shows an event. */
    synchronized void show(ProgressEvent event) {
        if (closed || style == Style.NONE || event.digest().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        boolean over = event.total() >= 0 && event.done() >= event.total();
        Sign before = over ? underWay.remove(event.digest()) : underWay.get(event.digest());
        if (style == Style.LINES) {
            showLine(event, before, over, now);
        } else {
            showFrame(event, over, now);
        }
    }

    private void showLine(ProgressEvent event, Sign before, boolean over, Instant now) {
        boolean due = before == null || over || !before.at().plus(BETWEEN_LINES).isAfter(now);
        if (!over) {
            underWay.put(event.digest(), due ? new Sign(event, now) : before);
        }
        if (due) {
            write(line(event) + System.lineSeparator());
        }
    }

    private void showFrame(ProgressEvent event, boolean over, Instant now) {
        if (!over) {
            underWay.put(event.digest(), new Sign(event, now));
        }
        underWay.values().removeIf(sign -> sign.at().plus(FORGOTTEN).isBefore(now));
        StringBuilder frame = new StringBuilder(NO_WRAP).append(home());
        if (over) {
            frame.append(line(event)).append(CLEAR_LINE).append('\n');
        }
        underWay.values().stream().limit(MOST_LINES).forEach(sign -> frame.append(line(sign.event()))
                .append(CLEAR_LINE)
                .append('\n'));
        linesShown = Math.min(underWay.size(), MOST_LINES);
        if (underWay.size() > MOST_LINES) {
            frame.append("and ")
                    .append(underWay.size() - MOST_LINES)
                    .append(" more")
                    .append(CLEAR_LINE)
                    .append('\n');
            linesShown++;
        }
        write(frame.append(CLEAR_BELOW).append(WRAP).toString());
    }

    private String home() {
        return linesShown == 0 ? "" : "\u001b[" + linesShown + "F";
    }

    /** Returns an event in words. */
    static String line(ProgressEvent event) {
        String name = shortName(event.digest());
        if (!event.phase().equals(UPLOAD) && event.done() == event.total()) {
            return name + "  " + event.phase() + "  " + Table.size(event.total());
        }
        if (event.total() <= 0) {
            return name + "  " + event.phase() + "  " + Table.size(event.done());
        }
        double share = Math.min(1, (double) event.done() / event.total());
        int filled = (int) (share * BAR);
        return name + "  " + event.phase() + "  [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] "
                + (int) (share * 100) + "%  " + Table.size(event.done()) + " of " + Table.size(event.total());
    }

    /** A digest's first digits, a file's last name. */
    private static String shortName(String subject) {
        int colon = subject.indexOf(':');
        String name = colon >= 0 ? subject.substring(colon + 1) : subject.substring(subject.lastIndexOf('/') + 1);
        return name.length() > 12 && colon >= 0 ? name.substring(0, 12) : name;
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
        err.flush();
    }

    /** Takes off what is still shown as under way: the result says the rest. */
    @Override
    public synchronized void close() {
        closed = true;
        if (style == Style.TERMINAL && linesShown > 0) {
            write(home() + CLEAR_BELOW);
        }
    }
}
