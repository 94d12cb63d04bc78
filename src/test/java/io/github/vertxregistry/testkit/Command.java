package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs foreign programs, the judges of what this toolkit does: a run either succeeds in time or fails with its words. */
public final class Command {
    private static final long TIMEOUT_MINUTES = 5;

    private Command() {}

    /** Runs a program in the present folder; returns what it wrote to standard output. */
    public static String run(String... words) throws IOException, InterruptedException {
        return runIn(Path.of("").toAbsolutePath(), words);
    }

    /**
     * Runs a program in that folder.
     *
     * @return what it wrote to standard output
     * @throws IOException if it ends with another code than 0, with what it wrote to standard error, or not in
     *     {@value #TIMEOUT_MINUTES} minutes
     */
    public static String runIn(Path folder, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        Path error = Files.createTempFile("command", ".err");
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(List.of(words) + " did not end in time: " + text(error));
            }
            if (process.exitValue() != 0) {
                throw new IOException(List.of(words) + " ended with " + process.exitValue() + ": " + text(error));
            }
            return text(output);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(error);
        }
    }

    /** Runs a program that may fail; returns what it wrote to standard output. */
    public static String output(String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(List.of(words) + " did not end in time");
            }
            return text(output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
