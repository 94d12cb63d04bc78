package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tar with one large layer, and a toolkit with short timeouts to push it to a scripted server before a real registry. */
abstract class PushFixture {
    static final int LAYER = 3 << 20;
    static final int STALL_MS = 500;
    Toolkit toolkit;
    Path tar;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        toolkit = Toolkit.start(
                new JsonObject().put("http", http()).put("operations", new JsonObject().put("drainTimeoutMs", 100)));
        byte[] bytes = new byte[LAYER];
        new Random(1).nextBytes(bytes);
        tar = tarWithLayer(bytes);
    }

    /** How the registry is spoken to: with short waits. */
    JsonObject http() {
        return new JsonObject()
                .put("timeoutMs", 2_000)
                .put("stallTimeoutMs", STALL_MS)
                .put("poolSize", 2);
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    Path tarWithLayer(byte[] bytes) {
        return image("fault/app:1")
                .layer(bytes, Compression.NONE)
                .write(folder.resolve("image" + bytes.length + ".tar"), TarShape.DOCKER_LEGACY);
    }

    RegistryClient client(ScriptedServer server) {
        return toolkit.client().withRegistry(server.url());
    }

    PushRequest request() {
        return PushRequest.of(tar.toString());
    }

    /** A server that does with uploads of the layer what the script says, and hands all else to the registry. */
    ScriptedServer onLayerUpload(Script script) {
        return ScriptedServer.of(exchange -> {
            if (isLayerUpload(exchange)) {
                script.serve(exchange);
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    static boolean isLayerUpload(Exchange exchange) {
        return Integer.parseInt(exchange.headers().getOrDefault("Content-Length", "0")) > (50 << 10);
    }

    static boolean deletedASession(ScriptedServer server) {
        return server.requests().stream().anyMatch(line -> line.startsWith("DELETE /v2/fault/app/blobs/uploads/"));
    }

    void assertNoTag() {
        assertThat(failure(toolkit.client().listTags("fault/app")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }
}
