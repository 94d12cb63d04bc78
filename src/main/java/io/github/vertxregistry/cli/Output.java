package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.model.JsonBinding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what a command has to say: results to standard output, as lines or as one JSON document, all else to standard
 * error. Text from outside cannot steer the terminal, and a reader who has gone is no error.
 */
final class Output {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    /** A failure as {@code --json} shows it. */
    private record Failure(FailureMessage error) {}

    Output(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Returns whether the result is a JSON document. */
    boolean isJson() {
        return json;
    }

    /** Writes a record as the one JSON document. */
    void document(Object reply) {
        bytes((new String(JsonBinding.toBytes(reply), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a line of the result. */
    void line(String text) {
        lines(List.of(text));
    }

    /** Writes lines of the result. */
    void lines(List<String> lines) {
        // In one write, so that a reader who stops after a few lines has it all.
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(clean(line)).append('\n'));
        bytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes of the result as they are. */
    void bytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** Writes a file's bytes as they are. */
    void copy(Path file) {
        try {
            Files.copy(file, out);
            out.flush();
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.TAR_UNWRITABLE, "standard output cannot be written: " + e)
                    .withHint("has its reader gone, or its disk no room?")
                    .withCause(e);
        }
    }

    /** Writes a line beside the result. */
    void note(String text) {
        err.println(clean(text));
        err.flush();
    }

    /** Writes a failure: to standard error, or as the one JSON document. */
    void failure(RegistryException failure) {
        if (json) {
            document(new Failure(FailureMessage.of(failure)));
            return;
        }
        note("error: " + failure.kind() + ": " + failure.getMessage());
        failure.hint().ifPresent(hint -> note("hint: " + hint));
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
