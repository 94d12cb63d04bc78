package io.github.vertxregistry.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command in a thread of its own; closing it is what a signal is to a process. */
final class Running implements AutoCloseable {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final BufferedReader out;
    private final Thread thread;

    Running(String... args) throws IOException {
        PipedOutputStream sink = new PipedOutputStream();
        out = new BufferedReader(new InputStreamReader(new PipedInputStream(sink), StandardCharsets.UTF_8));
        PrintStream stream = new PrintStream(sink, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        thread = new Thread(
                () -> code.complete(Main.run(args, InputStream.nullInputStream(), stream, errors, Map.of())),
                "command");
        thread.start();
    }

    String line() throws IOException {
        return out.readLine();
    }

    int end() throws Exception {
        thread.interrupt();
        return code.get(30, TimeUnit.SECONDS);
    }

    /** What was written to standard error so far. */
    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
