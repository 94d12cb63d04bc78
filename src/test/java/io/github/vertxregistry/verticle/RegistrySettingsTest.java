package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
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
    void speaksToNoRegistryThatIsNotKnownWhereOnlyThoseAreAllowed() {
        // Given
        JsonObject strict = new JsonObject().put("registries", new JsonObject().put("allowUnknown", false));
        try (ScriptedServer server = ScriptedServer.answering(200, "application/json", TAGS);
                ScriptedServer other = ScriptedServer.answering(200, "application/json", TAGS);
                Toolkit toolkit = Toolkit.against(server.url(), strict)) {
            // When
            RegistryException failure =
                    failure(toolkit.client().withRegistry(other.url()).listTags("app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(await(toolkit.client().listTags("app"))).isNotNull();
            assertThat(other.requests()).isEmpty();
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

    @Test
    void showsARegistrysCertificateNowhereElse() throws IOException {
        // Given: a registry that wants our certificate, and leads uploads to a host that would take it
        Authority authority = Authority.named("Test Root");
        Identity own = authority.client("builder");
        Set<String> shown = ConcurrentHashMap.newKeySet();
        SSLServerSocket wanting = authority.server("127.0.0.1").listen();
        wanting.setWantClientAuth(true);
        try (ScriptedServer elsewhere = ScriptedServer.on(wanting, exchange -> {
                    shown.add("elsewhere " + peer(exchange));
                    exchange.answer(404, Map.of(), "");
                });
                ScriptedServer server =
                        ScriptedServer.on(authority.server("127.0.0.1").listenForClientCertificates(), exchange -> {
                            shown.add("registry " + peer(exchange));
                            boolean upload = exchange.method().equals("POST");
                            exchange.answer(
                                    upload ? 202 : 404, Map.of("Location", elsewhere.url() + "/v2/app/upload"), "");
                        });
                Toolkit toolkit = Toolkit.against(server.url(), leading(authority, own, server, elsewhere))) {
            String tar = ImageTarFixture.image("app:1")
                    .layer("file", "text")
                    .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY)
                    .toString();
            // When
            failure(toolkit.client().pushTar(tar, "app", "1"));
            // Then
            assertThat(shown).containsExactlyInAnyOrder("registry CN=builder", "elsewhere nobody");
        }
    }

    private static String peer(ScriptedServer.Exchange exchange) {
        try {
            return ((SSLSocket) exchange.connection())
                    .getSession()
                    .getPeerPrincipal()
                    .getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private JsonObject leading(Authority authority, Identity own, ScriptedServer server, ScriptedServer elsewhere) {
        String ca = authority.pem(folder).toString();
        JsonObject ours = new JsonObject()
                .put("caFile", ca)
                .put("certFile", own.cert(folder).toString())
                .put("keyFile", own.key(folder).toString());
        JsonObject known = new JsonObject()
                .put("it", new JsonObject().put("url", server.url()).put("tls", ours))
                .put(
                        "elsewhere",
                        new JsonObject().put("url", elsewhere.url()).put("tls", new JsonObject().put("caFile", ca)));
        return new JsonObject().put("registries", new JsonObject().put("known", known));
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
