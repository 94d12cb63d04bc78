package io.github.vertxregistry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds out where the standard streams go. Java tells that of its console alone, which is not standard error. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Returns whether lines can be rewritten on standard error. */
    static boolean onStandardError(Map<String, String> env) {
        if ("dumb".equals(env.get("TERM"))) {
            return false;
        }
        if (!Files.isSymbolicLink(STANDARD_ERROR)) {
            return env.containsKey("TERM") && consoleIsTerminal();
        }
        String target = target(STANDARD_ERROR);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /** Returns whether standard output is known to go to another program. */
    static boolean standardOutputIsPipe() {
        return target(STANDARD_OUTPUT).startsWith("pipe:");
    }

    private static String target(Path stream) {
        try {
            return Files.readSymbolicLink(stream).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** From Java 22 on there is a console without a terminal, too: that is what is asked then. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean consoleIsTerminal() {
        Object console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
