package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that joins a cluster as a caller, and has its nodes push images of its own to the registry {@code target}, one after
 * the other, each to a new repository, until its input ends. It tells of each that is done.
 */
final class PushingCaller implements AutoCloseable {
    private static final int[] LAYERS = {8 << 20, 1 << 20};
    private static final long REST_MS = 300;
    private static final long END_SECONDS = 180;

    private final Process process;
    private final Thread reader;

    private PushingCaller(Process process, Map<String, String> pushed) {
        this.process = process;
        this.reader = new Thread(() -> read(process, pushed), "caller");
        reader.start();
    }

    /** Starts one; what is pushed, and its digest, is noted as soon as it tells. */
    static PushingCaller start(Path folder, Path conf, Map<String, String> pushed) throws IOException {
        return new PushingCaller(
                new ProcessBuilder(NodeProcess.java(PushingCaller.class, folder.toString(), conf.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                pushed);
    }

    private static void read(Process process, Map<String, String> pushed) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // Of one that is killed the last line may be a part of one.
                if (line.startsWith("pushed ") && line.endsWith(" done")) {
                    pushed.put(line.split(" ", -1)[1], line.split(" ", -1)[2]);
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets it finish what it pushes. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("a caller is stuck, or has failed");
        }
        reader.join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] args) throws IOException {
        Vertx vertx = await(ClusteredVertx.join(new VertxOptions(), Path.of(args[1]), EventBusConfig.defaults(), true));
        RegistryClient client = RegistryClient.create(vertx, "target").lendingFiles();
        String name = UUID.randomUUID().toString();
        AtomicBoolean enough = new AtomicBoolean();
        Thread input = new Thread(() -> awaitEnd(enough), "input");
        input.setDaemon(true);
        input.start();
        for (int i = 0; !enough.get(); i++) {
            String repository = "pushed/" + name + "/" + i;
            Path tar = tar(Path.of(args[0]), name + "-" + i);
            PushReply reply = client.push(PushRequest.of(tar.toString()).as(repository, "1"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Files.delete(tar);
            System.out.println(
                    "pushed " + repository + " " + reply.images().get(0).digest() + " done");
            await(vertx.timer(REST_MS, TimeUnit.MILLISECONDS));
        }
        await(vertx.close());
    }

    private static void awaitEnd(AtomicBoolean enough) {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // That is an end, too.
        }
        enough.set(true);
    }

    private static Path tar(Path folder, String name) throws IOException {
        Random random = new Random(name.hashCode());
        ImageTarFixture image = ImageTarFixture.image("pushed/app:1");
        for (int length : LAYERS) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            image = image.layer(bytes, Compression.NONE);
        }
        return image.write(folder.resolve(name + ".tar"), TarShape.DOCKER_LEGACY);
    }
}
