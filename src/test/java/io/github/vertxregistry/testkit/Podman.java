package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Podman with a store of its own, so that it neither sees nor changes what the user has. */
public final class Podman {
    private final List<String> words;

    /** Uses a store in that folder, which need not exist and has to have a short path: podman takes 50 characters. */
    public Podman(Path store) {
        words = List.of(
                "podman",
                "--root",
                store.resolve("s").toString(),
                "--runroot",
                store.resolve("r").toString(),
                "--storage-driver",
                "vfs");
    }

    /** Runs podman; returns what it wrote to standard output. */
    public String run(String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return Command.run(all.toArray(String[]::new)).strip();
    }

    /** Builds an image of so many layers, each of which holds one file. */
    public void build(Path context, String name, int layers) throws IOException, InterruptedException {
        Files.createDirectories(context);
        StringBuilder dockerfile = new StringBuilder("FROM scratch\n");
        for (int i = 0; i < layers; i++) {
            Files.writeString(context.resolve("file" + i), "layer " + i + "\n");
            dockerfile.append("COPY file").append(i).append(" /srv/\n");
        }
        Files.writeString(context.resolve("Dockerfile"), dockerfile.append("CMD [\"/srv/file0\"]\n"));
        run("build", "--quiet", "--layers", "--tag", name, context.toString());
    }

    /** Returns the digest of an image's config. */
    public String id(String name) throws IOException, InterruptedException {
        return run("image", "inspect", "--format", "{{.Id}}", name);
    }

    /** Pulls an image over plain HTTP; returns the digest of its config. */
    public String pull(String name) throws IOException, InterruptedException {
        return run("pull", "--quiet", "--tls-verify=false", name);
    }
}
