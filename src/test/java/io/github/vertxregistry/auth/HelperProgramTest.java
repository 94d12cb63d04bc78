package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.testkit.FakeCredentialHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
class HelperProgramTest {
    private static final Origin REGISTRY = Origin.of("https://registry.example.org");
    private static final Origin HUB = Origin.of("https://registry-1.docker.io");

    @TempDir
    private Path folder;

    @Test
    void asksTheStoreOfAllRegistries() throws IOException {
        // Given
        FakeCredentialHelper.keeping(folder, "fake").put("registry.example.org", "ci", "secret");
        // When
        Identity found = sources("{\"credsStore\":\"fake\"}").find(REGISTRY, "team/app");
        // Then
        assertThat(found.credentials()).isEqualTo(Credentials.of("ci", "secret"));
        assertThat(found.inWords()).contains("'ci'", "config.json", "by docker-credential-fake");
    }

    @Test
    void asksARegistrysOwnHelperBeforeTheStore() throws IOException {
        // Given
        FakeCredentialHelper.keeping(folder, "own").put("registry.example.org", "own", "1");
        FakeCredentialHelper.keeping(folder, "all").put("registry.example.org", "all", "2");
        String json = "{\"credsStore\":\"all\",\"credHelpers\":{\"registry.example.org\":\"own\"}}";
        // When
        Identity found = sources(json).find(REGISTRY, "");
        // Then
        assertThat(found.credentials().username()).isEqualTo("own");
    }

    @Test
    void knowsDockerHubByItsOddKey() throws IOException {
        // Given
        FakeCredentialHelper.keeping(folder, "fake").put("https://index.docker.io/v1/", "hub", "1");
        // When
        Identity found = sources("{\"credsStore\":\"fake\"}").find(HUB, "library/debian");
        // Then
        assertThat(found.credentials().username()).isEqualTo("hub");
    }

    @Test
    void takesAnIdentityTokenForOne() throws IOException {
        // Given
        FakeCredentialHelper.keeping(folder, "fake").put("registry.example.org", "<token>", "refresh");
        // When
        Identity found = sources("{\"credsStore\":\"fake\"}").find(REGISTRY, "");
        // Then
        assertThat(found.credentials()).isEqualTo(new Credentials(Credentials.Kind.IDENTITY_TOKEN, "", "refresh"));
    }

    @Test
    void goesOnWhereAHelperHasNothing() throws IOException {
        // Given
        FakeCredentialHelper.keeping(folder, "fake");
        String json = "{\"credsStore\":\"fake\",\"auths\":{\"registry.example.org\":"
                + CredentialSourcesTest.auth("kept", "1") + "}}";
        // When
        Identity found = sources(json).find(REGISTRY, "");
        // Then
        assertThat(found.credentials().username()).isEqualTo("kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo the vault is sealed; exit 3 | ended with 3: the vault is sealed",
                "echo hunter2 | something else than a JSON object",
                "echo '{\"Secret\": hunter2}' | something else than a JSON object",
                "head -c 100000 /dev/zero | wrote more than 65536 bytes",
                "exec cat /dev/zero | wrote more than 65536 bytes",
                "exec tail -f /dev/null | did not end within 300 ms",
                "tail -f /dev/null | did not end within 300 ms",
            })
    void namesAHelperThatFailsAndNeverWhatItWrote(String script, String expected) throws IOException {
        // Given
        FakeCredentialHelper.script(folder, "fake", script);
        // When
        RegistryException failure =
                CredentialSourcesTest.failure(sources("{\"credsStore\":\"fake\"}"), "registry.example.org");
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure).hasMessageContaining("docker-credential-fake").hasMessageContaining(expected);
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../fake", "/bin/sh", "a b", "..", ".hidden", "-x", "a;b", "a\\u0000b", "a/b"})
    void runsNoProgramThatIsNamedByAPath(String name) throws IOException {
        // When
        RegistryException failure =
                CredentialSourcesTest.failure(sources("{\"credsStore\":\"" + name + "\"}"), "registry.example.org");
        // Then
        assertThat(failure).hasMessageContaining("which is no program's name");
    }

    @Test
    void saysWhereAHelperIsMissing() throws IOException {
        // When
        RegistryException failure =
                CredentialSourcesTest.failure(sources("{\"credsStore\":\"desktop\"}"), "registry.example.org");
        // Then
        assertThat(failure)
                .hasMessageContaining("docker-credential-desktop, which is not on the PATH")
                .hasMessageContaining("config.json");
    }

    private CredentialSources sources(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), json);
        // Slow machines start a program late: only the tests of the time have a short one.
        long timeoutMs = FakeCredentialHelper.isHanging(folder, "fake") ? 300 : 30_000;
        CredentialsConfig config =
                new CredentialsConfig(null, List.of(file.toString()), List.of(folder.toString()), timeoutMs);
        return new CredentialSources(config, Set.of(), Map.of());
    }
}
