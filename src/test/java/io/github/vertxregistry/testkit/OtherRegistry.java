package io.github.vertxregistry.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A registry's program of another make than Distribution. */
public enum OtherRegistry {
    OLAREG("olareg"),
    ZOT("zot");

    private final String program;

    OtherRegistry(String program) {
        this.program = program;
    }

    public String program() {
        return program;
    }

    /** Returns whether it has a catalog, which OCI's specification does not ask for. */
    public boolean listsRepositories() {
        return this == ZOT;
    }

    /** Returns whether the program is on the PATH. */
    public boolean isThere() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(at -> Path.of(at, program))
                .anyMatch(Files::isExecutable);
    }

    /** Starts it over that folder, on a free port, with deletion on. */
    public Server start(Path folder) {
        return Server.other(port -> switch (this) {
            case OLAREG ->
                new ProcessBuilder(
                        program,
                        "serve",
                        "--addr",
                        "127.0.0.1",
                        "--port",
                        "" + port,
                        "--dir",
                        folder.resolve("data").toString(),
                        "--api-delete",
                        "--api-blob-delete");
            case ZOT ->
                new ProcessBuilder(program, "serve", zotConfig(folder, port).toString());
        });
    }

    private static Path zotConfig(Path folder, int port) {
        return Authority.write(folder.resolve("zot.json"), """
                {"distSpecVersion": "1.1.0-dev", "storage": {"rootDirectory": "%s", "gc": false, "dedupe": false},
                 "http": {"address": "127.0.0.1", "port": "%d"}, "log": {"level": "error"}}
                """.formatted(folder.resolve("data"), port));
    }
}
