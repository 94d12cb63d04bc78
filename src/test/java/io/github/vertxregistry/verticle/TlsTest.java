package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is believed, what is shown, and in which words TLS fails: each over a real socket. */
class TlsTest {
    private static final Authority AUTHORITY = Authority.named("Test Root");
    private static final Authority STRANGER = Authority.named("Unknown Root");
    private static final Identity SERVER = AUTHORITY.server("localhost", "registry.test", "127.0.0.1");

    @TempDir
    private Path folder;

    @Test
    void believesAnAuthorityThatTheConfigurationNames() {
        // Given
        try (ScriptedServer server = registry(SERVER.listen());
                Toolkit toolkit = toolkit(server, trusting(new JsonObject()))) {
            // When
            var ping = await(toolkit.client().ping());
            // Then
            assertThat(ping.reachable()).isTrue();
        }
    }

    @Test
    void believesEverythingWhereItIsToldToBeInsecure() {
        // Given
        try (ScriptedServer server = registry(STRANGER.expired("elsewhere.test").listen());
                Toolkit toolkit = toolkit(server, new JsonObject().put("insecure", true))) {
            // When
            var ping = await(toolkit.client().ping());
            // Then
            assertThat(ping.reachable()).isTrue();
        }
    }

    @Test
    void asksForTheHostsNameAndForAnotherWhereOneIsConfigured() {
        // Given
        Set<Object> asked = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = ScriptedServer.on(SERVER.listen(), exchange -> {
                    ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) exchange.connection()).getSession();
                    asked.add(session.getRequestedServerNames() + " for "
                            + exchange.headers().get("Host"));
                    exchange.answer(200, Map.of(), "{}");
                });
                Toolkit toolkit = toolkit(
                        "https://other.test:" + server.port(),
                        trusting(new JsonObject().put("serverName", "registry.test")))) {
            // When
            await(toolkit.client().ping());
            // Then
            assertThat(asked)
                    .containsExactly(
                            Set.of(new SNIHostName("registry.test")).toString().replace("{", "[") + " for other.test:"
                                    + server.port());
        }
    }

    @Test
    void showsItsCertificateToARegistryThatWantsOne() throws IOException {
        // Given
        Identity own = AUTHORITY.client("builder");
        Identity rsa = AUTHORITY.rsaClient("old builder");
        JsonObject pkcs8 = trusting(new JsonObject()
                .put("certFile", own.cert(folder).toString())
                .put("keyFile", own.key(folder).toString()));
        Path other = folder.resolve("rsa");
        assertThat(other.toFile().mkdir()).isTrue();
        JsonObject pkcs1 = trusting(new JsonObject()
                .put("certFile", rsa.cert(other).toString())
                .put("keyFile", rsa.pkcs1Key(other).toString()));
        try (ScriptedServer server = registry(SERVER.listenForClientCertificates());
                Toolkit one = toolkit(server, pkcs8);
                Toolkit two = toolkit(server, pkcs1)) {
            // When
            var pings = await(one.client().ping().compose(first -> two.client().ping()));
            // Then
            assertThat(pings.reachable()).isTrue();
        }
    }

    @Test
    void namesTheAuthorityThatIsNotTrusted() {
        // Given
        try (ScriptedServer server = registry(STRANGER.server("127.0.0.1").listen());
                Toolkit toolkit = toolkit(server, trusting(new JsonObject()))) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(
                    failure,
                    server,
                    "the authority that made its certificate is not trusted here: subject CN=127.0.0.1, issued by CN=Unknown Root",
                    "--ca-file");
        }
    }

    @Test
    void tellsWhenACertificateExpiredAndThatOneIsNotValidYet() {
        // Given
        try (ScriptedServer expired = registry(AUTHORITY.expired("127.0.0.1").listen());
                ScriptedServer early = registry(AUTHORITY.early("127.0.0.1").listen());
                Toolkit one = toolkit(expired, trusting(new JsonObject()));
                Toolkit two = toolkit(early, trusting(new JsonObject()))) {
            // When
            RegistryException past = failure(one.client().ping());
            RegistryException future = failure(two.client().ping());
            // Then
            assertUnreachable(past, expired, "its certificate expired: valid from 20", "the clock here");
            assertUnreachable(future, early, "its certificate is not valid yet: valid from 20", "the clock here");
        }
    }

    @Test
    void tellsForWhichNamesACertificateIs() {
        // Given
        try (ScriptedServer server = registry(
                        AUTHORITY.server("a.example", "b.example", "10.1.2.3").listen());
                Toolkit toolkit = toolkit(server, trusting(new JsonObject()))) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(
                    failure, server, "its certificate is for other names: a.example, b.example, 10.1.2.3", "names");
        }
    }

    @Test
    void saysThatAClientCertificateIsWanted() {
        // Given
        Identity foreign = STRANGER.client("intruder");
        JsonObject shown = trusting(new JsonObject()
                .put("certFile", foreign.cert(folder).toString())
                .put("keyFile", foreign.key(folder).toString()));
        try (ScriptedServer server = registry(SERVER.listenForClientCertificates());
                Toolkit none = toolkit(server, trusting(new JsonObject()));
                Toolkit wrong = toolkit(server, shown)) {
            // When
            RegistryException missing = failure(none.client().ping());
            RegistryException refused = failure(wrong.client().ping());
            // Then
            assertUnreachable(missing, server, "client certificate", "--cert-file");
            assertUnreachable(refused, server, "client certificate", "--cert-file");
        }
    }

    @Test
    void saysThatThePortSpeaksPlainHttp() {
        // Given
        try (ScriptedServer server = ScriptedServer.raw(connection -> {
                    connection.getInputStream().read();
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                });
                Toolkit toolkit = toolkit("https://127.0.0.1:" + server.port(), new JsonObject())) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(failure, server, "it speaks no TLS on that port", "--plain-http");
        }
    }

    @Test
    void saysThatThePortSpeaksTls() {
        // Given
        try (ScriptedServer jdk = registry(SERVER.listen());
                ScriptedServer go =
                        ScriptedServer.answering(400, "text/plain", "Client sent an HTTP request to an HTTPS server.");
                Toolkit one = Toolkit.against("http://127.0.0.1:" + jdk.port(), new JsonObject());
                Toolkit two = Toolkit.against(go.url(), new JsonObject())) {
            // When
            RegistryException alert = failure(one.client().ping());
            RegistryException answer = failure(two.client().ping());
            // Then
            assertUnreachable(alert, jdk, "it speaks no plain HTTP on that port", "https://");
            assertUnreachable(answer, go, "it speaks no plain HTTP on that port", "https://");
        }
    }

    @Test
    void saysThatNoSafeVersionIsSpoken() {
        // Given: the alert protocol_version (RFC 8446, 6.2) is all that it says
        try (ScriptedServer server = alerting(70);
                Toolkit toolkit = toolkit("https://127.0.0.1:" + server.port(), new JsonObject())) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(failure, server, "it speaks no version of TLS that is safe", "update");
        }
    }

    @Test
    void saysThatTheHandshakeIsCutOff() {
        // Given
        try (ScriptedServer server = alerting(-1);
                Toolkit toolkit = toolkit("https://127.0.0.1:" + server.port(), new JsonObject())) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(failure, server, "it closes the connection in the TLS handshake", "--plain-http");
        }
    }

    @Test
    void saysThatTheHandshakeIsNotAnswered() {
        // Given
        JsonObject impatient = new JsonObject().put("http", new JsonObject().put("connectTimeoutMs", 300));
        try (ScriptedServer server = ScriptedServer.raw(
                        connection -> connection.getInputStream().transferTo(OutputStream.nullOutputStream()));
                Toolkit toolkit = Toolkit.against("https://127.0.0.1:" + server.port(), impatient)) {
            // When
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertUnreachable(
                    failure,
                    server,
                    "no answer in time, to the connection or the TLS handshake",
                    "is the registry running");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caFile   | missing.pem | does not exist
            caFile   | garbage.pem | holds no certificate
            certFile | garbage.pem | holds no certificate
            keyFile  | missing.pem | does not exist
            keyFile  | garbage.pem | holds no key that can be used
            keyFile  | other.pem   | is not the key of the certificate
            keyFile  | locked.pem  | holds a key that is encrypted
            """)
    void refusesToBeDeployedWithAFileOfNoUse(String key, String file, String words) throws IOException {
        // Given
        Identity own = AUTHORITY.client("builder");
        Files.writeString(folder.resolve("garbage.pem"), "garbage");
        Files.writeString(folder.resolve("locked.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----");
        Files.copy(AUTHORITY.client("other").key(folder), folder.resolve("other.pem"));
        JsonObject tls = new JsonObject()
                .put("certFile", own.cert(folder).toString())
                .put("keyFile", own.key(folder).toString())
                .put(key, folder.resolve(file).toString());
        // When
        Throwable thrown = catchThrowable(() -> toolkit("https://127.0.0.1:1", tls));
        // Then
        assertThat(thrown)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("registries.known.it.tls." + key)
                .hasMessageContaining(file)
                .hasMessageContaining(words);
        assertThat(((RegistryException) thrown).kind()).isEqualTo(FailureKind.BAD_REQUEST);
    }

    /** A server that answers the first bytes with one alert, or with nothing, and closes. */
    private static ScriptedServer alerting(int alert) {
        return ScriptedServer.raw(connection -> {
            connection.getInputStream().read();
            if (alert >= 0) {
                connection.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
            }
        });
    }

    private static ScriptedServer registry(SSLServerSocket socket) {
        return ScriptedServer.on(socket, exchange -> exchange.answer(200, Map.of(), "{}"));
    }

    private JsonObject trusting(JsonObject tls) {
        return tls.put("caFile", AUTHORITY.pem(folder).toString());
    }

    private static Toolkit toolkit(ScriptedServer server, JsonObject tls) {
        return toolkit(server.url(), tls);
    }

    private static Toolkit toolkit(String url, JsonObject tls) {
        JsonObject entry = new JsonObject().put("url", url).put("tls", tls);
        return Toolkit.against(
                url,
                new JsonObject().put("registries", new JsonObject().put("known", new JsonObject().put("it", entry))));
    }

    private static void assertUnreachable(RegistryException failure, ScriptedServer server, String words, String hint) {
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + server.port()).hasMessageContaining(words);
        assertThat(failure.getMessage()).doesNotContainIgnoringCase("exception").doesNotContain("javax", "netty");
        assertThat(failure.hint()).hasValueSatisfying(text -> assertThat(text).contains(hint));
    }
}
