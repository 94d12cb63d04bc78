package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of the toolkit. Ends with 0 when the command is done, 1 when it failed, 2 when it was not understood;
 * without a command it is {@code demo}.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Netty's flight recorder events: loading what records them costs a tenth of a short command.
        System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
        Map<String, String> env = System.getenv();
        Invocation invocation = new Invocation(
                System.in, System.out, System.err, env, Terminal.onStandardError(env), new CommonOptions());
        System.exit(runOrExplain(args, invocation));
    }

    /** What understands the command line is optional, too; without it there is nobody to be told in another way. */
    private static int runOrExplain(String[] args, Invocation invocation) {
        try {
            return run(args, invocation);
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).startsWith("picocli/")) {
                throw e;
            }
            invocation.err().println("error: UNSUPPORTED: the command line takes a library that cannot be loaded");
            invocation
                    .err()
                    .println("hint: add the Maven artifact info.picocli:picocli to the application's dependencies");
            return 1;
        }
    }

    /** Runs a command line with those streams and that environment; returns the exit code. */
    static int run(String[] args, InputStream in, PrintStream out, PrintStream err, Map<String, String> env) {
        return run(args, new Invocation(in, out, err, env, false, new CommonOptions()));
    }

    private static int run(String[] args, Invocation invocation) {
        int code = RootCommand.commandLine(invocation, args)
                .setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, given) -> notUnderstood(wrong, given, invocation))
                .setExecutionExceptionHandler((fault, command, parsed) -> failed(fault, invocation))
                .execute(args);
        return invocation.out().checkError() ? lost(code, invocation) : code;
    }

    /** A reader who has gone, as head does, is told nothing; a full disk is. */
    private static int lost(int code, Invocation invocation) {
        if (!Terminal.standardOutputIsPipe()) {
            invocation.err().println("error: INTERNAL: standard output could not be written in full");
        }
        return code == Command.DONE ? Command.FAILED : code;
    }

    private static int notUnderstood(ParameterException wrong, String[] args, Invocation invocation) {
        CommandLine command = wrong.getCommandLine();
        // What could not be parsed has not set the option.
        invocation.options().json |= Arrays.asList(args).contains("--json");
        invocation
                .output()
                .failure(RegistryException.of(FailureKind.BAD_REQUEST, message(wrong))
                        .withHint(suggestion(wrong) + command.getCommandSpec().qualifiedName()
                                + " --help tells what it takes"));
        return Command.NOT_UNDERSTOOD;
    }

    private static String message(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String first = "'" + unmatched.getUnmatched().get(0) + "'";
            boolean isCommand = !wrong.getCommandLine().getSubcommands().isEmpty();
            return isCommand ? "there is no command " + first : first + " is one argument too many";
        }
        String message = wrong.getMessage() == null ? "wrong use" : wrong.getMessage();
        return message.lines().findFirst().orElse("wrong use");
    }

    private static String suggestion(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
        }
        return "";
    }

    private static int failed(Exception fault, Invocation invocation) {
        invocation
                .output()
                .failure(RegistryException.of(FailureKind.INTERNAL, "a fault of this program: " + fault)
                        .withHint("run it again with --debug, and report what it says"));
        if (invocation.options().debug) {
            fault.printStackTrace(invocation.err());
        }
        return Command.FAILED;
    }
}
