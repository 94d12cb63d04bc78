package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsOptionsTest {
    private static final Authority AUTHORITY = Authority.named("Test Root");
    private static final Identity SERVER = AUTHORITY.server("127.0.0.1");

    @TempDir
    private Path folder;

    @Test
    void believesAnAuthorityAndShowsACertificate() {
        // Given
        Identity own = AUTHORITY.client("builder");
        try (ScriptedServer server = ScriptedServer.on(
                SERVER.listenForClientCertificates(), exchange -> exchange.answer(200, Map.of(), "{}"))) {
            // When: a loopback host, which would have plain HTTP without these options
            Ran ran = Ran.run(
                    "ping",
                    "127.0.0.1:" + server.port(),
                    "--ca-file",
                    AUTHORITY.pem(folder).toString(),
                    "--cert-file",
                    own.cert(folder).toString(),
                    "--key-file",
                    own.key(folder).toString());
            // Then
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
        }
    }

    @Test
    void believesEverythingWhereItIsTold() {
        // Given
        try (ScriptedServer server =
                ScriptedServer.on(SERVER.listen(), exchange -> exchange.answer(200, Map.of(), "{}"))) {
            // When
            Ran strict = Ran.run("ping", server.url());
            Ran lenient = Ran.run("ping", "--insecure", "--registry", server.url());
            // Then
            assertThat(strict.code()).isEqualTo(1);
            assertThat(strict.err()).contains("UNREACHABLE", "issued by CN=Test Root", "--ca-file");
            assertThat(lenient.code()).isZero();
        }
    }

    @Test
    void namesTheFileThatIsMissing() {
        // When
        Ran ran = Ran.run("ping", "https://127.0.0.1:1", "--ca-file", "missing.pem");
        // Then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("BAD_REQUEST", "missing.pem does not exist");
    }

    @ParameterizedTest
    @CsvSource({
        "--cert-file a, --cert-file and --key-file go together",
        "--insecure --ca-file a, contradict",
        "--plain-http --insecure, contradicts",
    })
    void refusesOptionsThatDoNotFit(String options, String words) {
        // When
        Ran ran = Ran.run(("ping localhost:1 " + options).split(" "));
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(words);
    }
}
