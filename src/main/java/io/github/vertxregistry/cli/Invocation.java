package io.github.vertxregistry.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;

/**
 * What one run of the command line has of the world around it.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param env the environment's variables
 * @param terminal whether standard error is a terminal that lines can be rewritten on
 * @param options the options that every command takes, filled in by the parser
 */
record Invocation(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        boolean terminal,
        CommonOptions options) {
    Invocation {
        Objects.requireNonNull(in);
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        env = Map.copyOf(env);
        Objects.requireNonNull(options);
    }

    /** Returns where the command writes, by the options. */
    Output output() {
        return new Output(out, err, options.json);
    }
}
