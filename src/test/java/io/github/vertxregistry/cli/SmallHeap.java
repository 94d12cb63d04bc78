package io.github.vertxregistry.cli;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.TarBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The command line in a process of its own that has little heap, and the documents of images that are large for it. */
final class SmallHeap {
    /** The entry of the layer that {@link #documents} name. */
    static final String LAYER = "layer.tar";

    private SmallHeap() {}

    /** Runs the command line with that heap; returns what it wrote to standard output. */
    static String run(String heap, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        return Command.run(command.toArray(String[]::new));
    }

    /** Returns a tar's manifest.json, and the config, of an image that has that layer so many times. */
    static TarBuilder documents(String name, Digest layer, int times) {
        JsonObject rootfs = new JsonObject()
                .put("type", "layers")
                .put("diff_ids", new JsonArray(Collections.nCopies(times, layer.toString())));
        JsonObject config =
                new JsonObject().put("architecture", "amd64").put("os", "linux").put("rootfs", rootfs);
        JsonObject image = new JsonObject()
                .put("Config", "config.json")
                .put("RepoTags", new JsonArray().add(name))
                .put("Layers", new JsonArray(Collections.nCopies(times, LAYER)));
        return new TarBuilder()
                .file("config.json", config.encode())
                .file("manifest.json", new JsonArray().add(image).encode());
    }
}
