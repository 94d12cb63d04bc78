package io.github.vertxregistry.cli;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command line has ended with and written. */
record Ran(int code, String out, String err) {
    /** Runs a command line with an empty environment. */
    static Ran run(String... args) {
        return run(Map.of(), args);
    }

    static Ran run(Map<String, String> env, String... args) {
        return typing(env, "", args);
    }

    /** Runs a command line that reads this from standard input. */
    static Ran typing(Map<String, String> env, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                args,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                env);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** Returns the one JSON document on standard output. */
    JsonObject json() {
        return new JsonObject(out);
    }
}
