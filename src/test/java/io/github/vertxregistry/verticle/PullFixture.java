package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An image with one large layer in a registry, and servers before it that give that layer in one way or another. */
abstract class PullFixture {
    static final String IMAGE = "fault/pull:1";

    Toolkit toolkit;
    byte[] layer;
    Path tar;
    ScriptedServer server;
    RegistryClient client;

    /** What the server does with requests for the layer; all else it hands to the registry. */
    volatile Script onLayer;

    @TempDir
    Path folder;

    /** Returns the number of the layer's bytes. */
    int length() {
        return 3 << 20;
    }

    @BeforeEach
    void start() throws IOException {
        toolkit = Toolkit.start(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("timeoutMs", 2_000)
                                .put("stallTimeoutMs", 500)
                                .put("poolSize", 8)));
        layer = new byte[length()];
        new Random(1).nextBytes(layer);
        Path pushed = image(IMAGE)
                .layer("a.txt", "a", Compression.GZIP)
                .layer(layer, Compression.NONE)
                .write(folder.resolve("pushed.tar"), TarShape.DOCKER_LEGACY);
        await(toolkit.client().pushTarWithOriginalTag(pushed.toString()));
        tar = Files.createDirectory(folder.resolve("out")).resolve("image.tar");
        String end = "/blobs/" + Digest.sha256(layer);
        server = ScriptedServer.of(exchange -> {
            if (exchange.uri().endsWith(end) && exchange.method().equals("GET")) {
                onLayer.serve(exchange);
            } else {
                exchange.forward(toolkit.registry());
            }
        });
        client = toolkit.client().withRegistry(server.url());
        onLayer = this::well;
    }

    /** Serves the layer as a registry does. */
    void well(Exchange exchange) throws IOException {
        serve(exchange, layer, layer.length);
    }

    @AfterEach
    void stop() {
        server.close();
        toolkit.close();
    }

    PullRequest request() {
        return PullRequest.of(tar.toString(), IMAGE);
    }

    /** Gives a part as a registry does that serves ranges, up to a number of bytes. */
    void serve(Exchange exchange, byte[] content, int most) throws IOException {
        String range = exchange.headers().get("Range");
        int from = 0;
        int to = content.length;
        String head = "HTTP/1.1 200 OK\r\n";
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            from = Integer.parseInt(ends[0]);
            to = Integer.parseInt(ends[1]) + 1;
            head = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + from + "-" + (to - 1) + "/"
                    + content.length + "\r\n";
        }
        exchange.raw(head + "Content-Length: " + (to - from) + "\r\n\r\n");
        exchange.out().write(content, from, Math.min(most, to - from));
        exchange.out().flush();
    }

    /** Gives the whole, whatever was asked for. */
    void serveWhole(Exchange exchange, byte[] content) throws IOException {
        exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
        exchange.out().write(content);
        exchange.out().flush();
    }

    /** The tar is what a pull that nothing happens to writes, and there is nothing beside it. */
    void assertWhole() throws IOException {
        onLayer = this::well;
        Path clean = folder.resolve("clean.tar");
        await(client.pull(clean.toString(), IMAGE));
        assertThat(Files.mismatch(tar, clean)).isEqualTo(-1);
        assertThat(await(client.startValidateTar(new TarValidateRequest(tar.toString(), true))
                                .result())
                        .problems())
                .isEmpty();
        assertThat(left()).containsExactly(tar);
    }

    /** Returns what lies where the tar is written. */
    List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(tar.getParent())) {
            return files.sorted().toList();
        }
    }
}
