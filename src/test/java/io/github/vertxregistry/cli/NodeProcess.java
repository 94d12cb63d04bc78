package io.github.vertxregistry.cli;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, as the command line starts it. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private NodeProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a node; {@link #ready()} waits for it, so that several start at once. */
    static NodeProcess start(Path folder, Path clusterConf, JsonObject config) throws IOException {
        return start(List.of(), folder, clusterConf, config);
    }

    /** Starts a node by a program that is given the command. */
    static NodeProcess start(List<String> by, Path folder, Path clusterConf, JsonObject config) throws IOException {
        Path file = Files.writeString(folder.resolve(config.getString("nodeId") + ".json"), config.encode());
        List<String> command = new ArrayList<>(by);
        command.addAll(java(Main.class, "node", "--cluster", "--cluster-conf", clusterConf.toString()));
        command.addAll(List.of("--conf", file.toString()));
        return new NodeProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns the command of a small JVM that runs a class of ours, tests included. */
    static List<String> java(Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    NodeProcess ready() throws IOException {
        String line = out.readLine();
        if (line == null || !line.contains("in a cluster")) {
            throw new IllegalStateException("the node did not start: " + line);
        }
        return this;
    }

    /** What {@code kill -9} is. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** What {@code kill} is; returns the exit code. */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
