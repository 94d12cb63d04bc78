package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.ForwardProxy;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Server;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests go through a proxy, and in which words it fails: each over a real socket. */
class ProxyTest {
    private static final Authority AUTHORITY = Authority.named("Test Root");

    private final ScriptedServer plain =
            ScriptedServer.of(exchange -> exchange.answer(200, Map.of(), "{\"tags\": [], \"name\": \"app\"}"));

    @TempDir
    private Path folder;

    @Test
    void tunnelsTlsWithTheProxysOwnCredentials() {
        // Given
        try (ScriptedServer server = ScriptedServer.on(
                        AUTHORITY.server("registry.test").listen(), exchange -> exchange.answer(200, Map.of(), "{}"));
                ForwardProxy proxy = ForwardProxy.start();
                Toolkit toolkit = Toolkit.against(
                        "https://registry.test:" + server.port(),
                        proxied("http://user:pass%20word@127.0.0.1:" + proxy.port())
                                .put(
                                        "registries",
                                        known(new JsonObject()
                                                .put("url", "https://registry.test:" + server.port())
                                                .put(
                                                        "tls",
                                                        new JsonObject()
                                                                .put(
                                                                        "caFile",
                                                                        AUTHORITY
                                                                                .pem(folder)
                                                                                .toString())))))) {
            // When
            var ping = await(toolkit.client().ping());
            // Then
            assertThat(ping.reachable()).isTrue();
            assertThat(proxy.requests()).containsExactly("CONNECT registry.test:" + server.port());
            String basic = Base64.getEncoder().encodeToString("user:pass word".getBytes(UTF_8));
            assertThat(proxy.credentials()).containsExactly("Basic " + basic);
        }
    }

    @Test
    void tellsTheProxyThePlainAddress() {
        // Given
        try (ForwardProxy proxy = ForwardProxy.start();
                Toolkit toolkit = Toolkit.against(
                        "http://registry.test:" + plain.port(), proxied("http://127.0.0.1:" + proxy.port()))) {
            // When
            var tags = await(toolkit.client().listTags("app"));
            // Then
            assertThat(tags).isEmpty();
            assertThat(proxy.requests())
                    .singleElement()
                    .asString()
                    .startsWith("GET http://registry.test:" + plain.port() + "/v2/app/tags/list");
            assertThat(proxy.credentials()).containsExactly("none");
        }
    }

    @Test
    void reachesLoopbackStraightUnlessItsRegistrySaysOtherwise() {
        // Given
        try (ForwardProxy proxy = ForwardProxy.start();
                Toolkit usual = Toolkit.against(plain.url(), proxied("http://127.0.0.1:" + proxy.port()));
                Toolkit told = Toolkit.against(
                        plain.url(),
                        new JsonObject()
                                .put(
                                        "registries",
                                        known(new JsonObject()
                                                .put("url", plain.url())
                                                .put("proxy", "http://127.0.0.1:" + proxy.port()))))) {
            await(usual.client().ping());
            int before = proxy.requests().size();
            // When
            await(told.client().ping());
            // Then
            assertThat(before).isZero();
            assertThat(proxy.requests()).containsExactly("GET " + plain.url() + "/v2/");
        }
    }

    @Test
    void reachesStraightWhatIsListed() {
        // Given
        JsonObject config = proxied("http://127.0.0.1:1");
        config.getJsonObject("http").put("noProxy", new JsonArray().add(".test"));
        try (Toolkit toolkit = Toolkit.against("http://registry.test:" + plain.port(), config)) {
            // When
            var ping = await(toolkit.client().ping());
            // Then
            assertThat(ping.reachable()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "407, wants other credentials, http://user:password@host:port",
        "403, does not let us through to it (403), NO_PROXY",
        "502, cannot reach it (502), known where the proxy is",
    })
    void saysWhatTheProxyRefuses(int status, String words, String hint) {
        // Given
        try (ForwardProxy proxy = ForwardProxy.refusing(status);
                Toolkit toolkit = Toolkit.against(
                        "https://registry.test:443", proxied("http://user:secret@127.0.0.1:" + proxy.port()))) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(failure, "the proxy 127.0.0.1:" + proxy.port() + " " + words, hint);
        }
    }

    @Test
    void saysThatAPlainProxyWantsCredentials() {
        // Given
        try (ForwardProxy proxy = ForwardProxy.refusing(407);
                Toolkit toolkit = Toolkit.against(
                        "http://registry.test", proxied("http://user:secret@127.0.0.1:" + proxy.port()))) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(failure, "the proxy wants other credentials", "http://user:password@host:port");
        }
    }

    @Test
    void saysThatTheProxyIsNotThere() {
        // Given
        int port = Server.freePort();
        try (Toolkit refused =
                        Toolkit.against("https://registry.test", proxied("http://user:secret@127.0.0.1:" + port));
                Toolkit unknown =
                        Toolkit.against("https://registry.test", proxied("http://user:secret@nowhere.invalid:3128"));
                ScriptedServer odd = ScriptedServer.raw(
                        connection -> connection.getOutputStream().write("?".getBytes(UTF_8)));
                Toolkit confused = Toolkit.against(
                        "https://registry.test", proxied("http://user:secret@127.0.0.1:" + odd.port()))) {
            // When
            RegistryException first = failure(refused.client().ping());
            RegistryException second = failure(unknown.client().ping());
            RegistryException third = failure(confused.client().ping());
            // Then
            assertUnreachable(first, "cannot connect to the proxy 127.0.0.1:" + port, "HTTPS_PROXY");
            assertUnreachable(second, "the name of the proxy nowhere.invalid:3128 is not known", "HTTPS_PROXY");
            assertUnreachable(
                    third, "the proxy 127.0.0.1:" + odd.port() + " does not answer as a proxy", "HTTPS_PROXY");
        }
    }

    private static JsonObject proxied(String proxy) {
        return new JsonObject().put("http", new JsonObject().put("proxy", proxy));
    }

    private static JsonObject known(JsonObject entry) {
        return new JsonObject().put("known", new JsonObject().put("it", entry));
    }

    private static void assertUnreachable(RegistryException failure, String words, String hint) {
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("registry.test").hasMessageContaining(words);
        assertThat(failure.hint()).hasValueSatisfying(text -> assertThat(text).contains(hint));
        assertThat(failure + " " + failure.getCause()).doesNotContain("secret");
    }
}
