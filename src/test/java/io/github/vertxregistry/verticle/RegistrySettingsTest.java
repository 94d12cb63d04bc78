package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be set for one registry alone. */
class RegistrySettingsTest {
    private static final String TAGS = "{\"name\": \"app\", \"tags\": []}";

    @TempDir
    private Path folder;

    @Test
    void sendsNoMoreAtOnceThanTheRegistryIsSaidToTake() {
        // Given
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    exchange.answer(200, Map.of(), TAGS);
                    running.decrementAndGet();
                });
                Toolkit toolkit = toolkit(server, new JsonObject().put("concurrent", 2))) {
            // When
            await(Future.all(listings(toolkit, 40)));
            // Then
            assertThat(most.get()).isBetween(1, 2);
        }
    }

    @Test
    void sendsNoMoreInASecondThanTheRegistryIsSaidToTake() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, "application/json", TAGS);
                Toolkit toolkit = toolkit(server, new JsonObject().put("perSecond", 20))) {
            long began = System.nanoTime();
            // When
            await(Future.all(listings(toolkit, 9)));
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void takesCertificatesFromDockersFolder() throws IOException {
        // Given
        Authority authority = Authority.named("Test Root");
        Identity own = authority.client("builder");
        try (ScriptedServer server = ScriptedServer.on(
                authority.server("127.0.0.1").listenForClientCertificates(),
                exchange -> exchange.answer(200, Map.of(), TAGS))) {
            Path host = Files.createDirectory(folder.resolve("127.0.0.1:" + server.port()));
            authority.pem(host);
            Files.move(own.cert(host), host.resolve("client.cert"));
            Files.move(own.key(host), host.resolve("client.key"));
            JsonObject config = new JsonObject().put("http", new JsonObject().put("certsFolder", folder.toString()));
            try (Toolkit toolkit = Toolkit.against(server.url(), config)) {
                // When
                var ping = await(toolkit.client().ping());
                // Then
                assertThat(ping.reachable()).isTrue();
            }
        }
    }

    private static List<? extends Future<?>> listings(Toolkit toolkit, int number) {
        return IntStream.range(0, number)
                .mapToObj(n -> toolkit.client().listTags("app"))
                .toList();
    }

    private static Toolkit toolkit(ScriptedServer server, JsonObject entry) {
        JsonObject known = new JsonObject().put("it", entry.put("url", server.url()));
        return Toolkit.against(server.url(), new JsonObject().put("registries", new JsonObject().put("known", known)));
    }
}
