package io.github.vertxregistry.examples;

import io.github.vertxregistry.cli.SampleTar;
import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What an example runs on: a Vert.x with the toolkit, a registry and tars of images. Both are made on the spot, and deleted
 * after it, where the arguments {@code [REGISTRY [TAR...]]} do not give them.
 *
 * @param client asks the registry
 * @param tars the tars, each with an image that has a name
 * @param out where the example writes
 */
record Playground(RegistryClient client, List<String> tars, PrintStream out) {
    private static final int IMAGES = 6;
    private static final int DATA_BYTES = 4_000_000;

    /** Runs an example to its end; returns the exit code: 0, or 1 where it failed. */
    static int play(String[] args, PrintStream out, Function<Playground, Future<Void>> example) {
        Vertx vertx = Vertx.vertx();
        try (SampleFolder folder = SampleFolder.create()) {
            List<String> tars = args.length > 1 ? List.of(args).subList(1, args.length) : sampleTars(folder.path());
            Future<String> registry = args.length > 0 ? Future.succeededFuture(args[0]) : embedded(vertx);
            await(registry.compose(url -> vertx.deployVerticle(new RegistryToolkit())
                            .map(deployed -> new Playground(RegistryClient.create(vertx, url), tars, out)))
                    .compose(example));
            return 0;
        } catch (CompletionException | IOException e) {
            out.println("failed: " + (e.getCause() == null ? e : e.getCause()).getMessage());
            return 1;
        } finally {
            // Not chained to the rest: what is to run on an event loop after its end is never run.
            await(vertx.close());
        }
    }

    private static void await(Future<Void> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    private static Future<String> embedded(Vertx vertx) {
        EmbeddedRegistry registry = new EmbeddedRegistry(EmbeddedConfig.defaults());
        return vertx.deployVerticle(registry).map(deployed -> registry.url());
    }

    private static List<String> sampleTars(Path folder) {
        List<String> tars = new ArrayList<>();
        for (int i = 1; i <= IMAGES; i++) {
            Path tar = folder.resolve("image-" + i + ".tar");
            tars.add(SampleTar.write(tar, DATA_BYTES, "example/image-" + i + ":1.0")
                    .toString());
        }
        return tars;
    }

    /** A temporary folder, deleted with the files in it. */
    private record SampleFolder(Path path) implements AutoCloseable {
        static SampleFolder create() throws IOException {
            return new SampleFolder(Files.createTempDirectory("vertx-registry-example-"));
        }

        @Override
        public void close() throws IOException {
            try (var files = Files.list(path)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }
}
