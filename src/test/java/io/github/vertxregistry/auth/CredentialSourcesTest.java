package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.config.CredentialConfig;
import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.config.SecretConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialSourcesTest {
    private static final Origin REGISTRY = Origin.of("https://registry.example.org");
    private static final String SECRET = "hunter2-and-more";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "registry.example.org, https://registry.example.org, '', true",
        "https://registry.example.org, https://registry.example.org, '', true",
        "https://registry.example.org/v1/, https://registry.example.org, '', true",
        "https://registry.example.org/v2/, https://registry.example.org, team/app, true",
        "Registry.Example.ORG, https://registry.example.org, '', true",
        "registry.example.org:443, https://registry.example.org, '', true",
        "registry.example.org, https://registry.example.org:5000, '', false",
        "registry.example.org:5000, https://registry.example.org, '', false",
        "registry.example.org:5000, https://registry.example.org:5000, '', true",
        "registry.example.org, http://registry.example.org, '', false",
        "registry.example.org, http://registry.example.org:443, '', false",
        "https://registry.example.org, http://registry.example.org, '', false",
        "http://registry.example.org, http://registry.example.org, '', true",
        "http://registry.example.org, https://registry.example.org, '', true",
        "example.org, https://registry.example.org, '', false",
        "registry.example.org.evil.net, https://registry.example.org, '', false",
        "registry.example.org/team, https://registry.example.org, team/app, true",
        "registry.example.org/team/app, https://registry.example.org, team/app, true",
        "registry.example.org/team/, https://registry.example.org, team/app, true",
        "registry.example.org/team, https://registry.example.org, teams/app, false",
        "registry.example.org/team, https://registry.example.org, '', false",
        "localhost:5000, http://localhost:5000, '', true",
        "127.0.0.1:5000, http://127.0.0.1:5000, '', true",
        "[::1]:5000, http://[::1]:5000, '', true",
        "https://index.docker.io/v1/, https://registry-1.docker.io, library/debian, true",
        "docker.io, https://registry-1.docker.io, library/debian, true",
        "index.docker.io, https://docker.io, '', true",
        "https://index.docker.io/v1/, https://registry-1.docker.io:8443, '', false",
        "docker.io/library, https://registry-1.docker.io, library/debian, true",
        "docker.io/other, https://registry-1.docker.io, library/debian, false",
    })
    void belongsToSchemeHostAndPort(String key, String registry, String repository, boolean expected)
            throws IOException {
        // Given
        CredentialSources sources = sources(file("{\"auths\":{\"" + key + "\":" + auth("ci", SECRET) + "}}"));
        // When
        Identity found = sources.find(Origin.of(registry), repository);
        // Then
        assertThat(found.isAnonymous()).isEqualTo(!expected);
    }

    @Test
    void takesTheMostSpecificKey() throws IOException {
        // Given
        CredentialSources sources = sources(file("{\"auths\":{"
                + "\"registry.example.org\":" + auth("all", "1") + ","
                + "\"registry.example.org/team\":" + auth("team", "2") + ","
                + "\"registry.example.org/team/app\":" + auth("app", "3") + "}}"));
        // When / Then
        assertThat(sources.find(REGISTRY, "team/app").credentials().username()).isEqualTo("app");
        assertThat(sources.find(REGISTRY, "team/other").credentials().username())
                .isEqualTo("team");
        assertThat(sources.find(REGISTRY, "").credentials().username()).isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"ci\",\"password\":\"hunter2-and-more\"} | PASSWORD | ci",
                "{\"auth\":\"Y2k6aHVudGVyMi1hbmQtbW9yZQ==\"} | PASSWORD | ci",
                "{\"auth\":\"Y2k6aHVudGVyMi1hbmQtbW9yZQAA\"} | PASSWORD | ci",
                "{\"auth\":\"Y2k6\",\"identitytoken\":\"hunter2-and-more\"} | IDENTITY_TOKEN | ci",
                "{\"username\":\"<token>\",\"password\":\"hunter2-and-more\"} | IDENTITY_TOKEN | ''",
                "{\"registrytoken\":\"hunter2-and-more\"} | REGISTRY_TOKEN | ''",
            })
    void readsEveryKindOfEntry(String entry, Credentials.Kind kind, String username) throws IOException {
        // Given
        CredentialSources sources = sources(file("{\"auths\":{\"registry.example.org\":" + entry + "}}"));
        // When
        Credentials found = sources.find(REGISTRY, "").credentials();
        // Then
        assertThat(found).isEqualTo(new Credentials(kind, username, SECRET));
    }

    @Test
    void looksIntoTheConfigurationFirstAndThenIntoEachFileInOrder() throws IOException {
        // Given
        Path first = file("{\"auths\":{\"a.example.org\":" + auth("first", "1") + "}}");
        Path second = file("{\"auths\":{\"a.example.org\":" + auth("second", "2") + ",\"b.example.org\":"
                + auth("second", "2") + "}}");
        CredentialsConfig config = new CredentialsConfig(
                Map.of("c.example.org", CredentialConfig.of("configured", "3")),
                List.of(first.toString(), folder.resolve("missing").toString(), second.toString()),
                null,
                null);
        CredentialSources sources = new CredentialSources(config, Set.of(), Map.of());
        // When / Then
        assertThat(sources.find(Origin.of("a.example.org"), "").inWords())
                .isEqualTo("'first' (" + first + ", key a.example.org)");
        assertThat(sources.find(Origin.of("b.example.org"), "").inWords())
                .isEqualTo("'second' (" + second + ", key b.example.org)");
        assertThat(sources.find(Origin.of("c.example.org"), "").inWords())
                .isEqualTo("'configured' (configuration, key c.example.org)");
        assertThat(sources.find(Origin.of("d.example.org"), "").inWords())
                .startsWith("nobody (no credentials in")
                .contains(first.toString(), second.toString());
    }

    @Test
    void takesSecretsFromTheEnvironmentAndFromFiles() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        CredentialsConfig config = new CredentialsConfig(
                Map.of(
                        "a.example.org",
                        new CredentialConfig("ci", new SecretConfig(null, "CI_SECRET", null), null, null),
                        "b.example.org",
                        new CredentialConfig(null, null, new SecretConfig(null, null, secret.toString()), null),
                        "c.example.org",
                        new CredentialConfig("ci", new SecretConfig(null, "NOT_SET", null), null, null)),
                List.of(),
                null,
                null);
        CredentialSources sources = new CredentialSources(config, Set.of(), Map.of("CI_SECRET", SECRET));
        // When / Then
        assertThat(sources.find(Origin.of("a.example.org"), "").credentials().secret())
                .isEqualTo(SECRET);
        assertThat(sources.find(Origin.of("b.example.org"), "").credentials().secret())
                .isEqualTo(SECRET);
        assertThat(failure(sources, "c.example.org")).hasMessageContaining("NOT_SET, which is not set");
    }

    @Test
    void sendsNothingOverPlainHttpUnlessTheConfigurationNamesTheRegistry() throws IOException {
        // Given
        Path file = file("{\"auths\":{\"registry.lan:5000\":" + auth("ci", SECRET) + "}}");
        Origin plain = Origin.of("http://registry.lan:5000");
        // When
        Identity stranger = sources(file).find(plain, "");
        Identity named = new CredentialSources(config(file), Set.of(plain), Map.of()).find(plain, "");
        // Then
        assertThat(stranger.inWords()).contains("nobody", "plain HTTP");
        assertThat(named.credentials().username()).isEqualTo("ci");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2-and-more",
                "{\"auths\": hunter2-and-more}",
                "{\"auths\":{\"registry.example.org\":{\"auth\":\"hunter2-and-more\"}}}",
                "{\"auths\":{\"registry.example.org\":{\"auth\":\"!hunter2-and-more!\"}}}",
                "[\"hunter2-and-more\"]",
                "{\"auths\":{},\"auths\":\"hunter2-and-more\"}",
                "{\"credsStore\":\"../../hunter2\"}",
            })
    void namesABadFileAndNeverWhatStandsInIt(String content) throws IOException {
        // Given
        Path file = file(content);
        // When
        RegistryException failure = failure(sources(file), "registry.example.org");
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure).hasMessageContaining(file.toString()).hasNoCause();
        assertThat(failure.getMessage() + failure.hint()).doesNotContain(SECRET);
    }

    @Test
    void namesAFileThatCannotBeReadOrIsTooLarge() throws IOException {
        // Given
        Path large = Files.write(folder.resolve("large.json"), new byte[(1 << 20) + 1]);
        // When / Then
        assertThat(failure(sources(large), "registry.example.org"))
                .hasMessageContaining(large.toString())
                .hasMessageContaining("larger than");
        assertThat(failure(sources(folder), "registry.example.org"))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("cannot be read");
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        assertThat(sources(file("")).find(REGISTRY, "").isAnonymous()).isTrue();
        assertThat(sources(file("{}")).find(REGISTRY, "").isAnonymous()).isTrue();
        assertThat(sources(file("{\"auths\":{\"registry.example.org\":{}}}"))
                        .find(REGISTRY, "")
                        .isAnonymous())
                .isTrue();
    }

    @Test
    void showsNoSecretInItsOwnText() {
        // Given
        CredentialConfig config = CredentialConfig.of("ci", SECRET);
        Credentials credentials = Credentials.of("ci", SECRET);
        // When / Then
        assertThat(config.toString()).doesNotContain(SECRET);
        assertThat(CredentialsConfig.defaults().with("a", config).toString()).doesNotContain(SECRET);
        assertThat(credentials.toString()).doesNotContain(SECRET);
        assertThat(new Identity(credentials, "here").toString()).doesNotContain(SECRET);
    }

    @Test
    void knowsTheUsualFiles() {
        // Given
        Map<String, String> usual = Map.of("HOME", "/home/u", "XDG_RUNTIME_DIR", "/run/user/7");
        Map<String, String> chosen =
                Map.of("HOME", "/home/u", "DOCKER_CONFIG", "/etc/docker-cli", "REGISTRY_AUTH_FILE", "/etc/auth.json");
        // When / Then
        assertThat(CredentialFiles.usual(usual))
                .containsExactly(
                        "/home/u/.docker/config.json",
                        "/run/user/7/containers/auth.json",
                        "/home/u/.config/containers/auth.json");
        assertThat(CredentialFiles.usual(chosen)).containsExactly("/etc/auth.json", "/etc/docker-cli/config.json");
        assertThat(CredentialFiles.usual(Map.of())).isEmpty();
    }

    static RegistryException failure(CredentialSources sources, String registry) {
        return catchThrowableOfType(RegistryException.class, () -> sources.find(Origin.of(registry), ""));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "config", ".json"), content);
    }

    private static CredentialSources sources(Path file) {
        return new CredentialSources(config(file), Set.of(), Map.of());
    }

    private static CredentialsConfig config(Path file) {
        return CredentialsConfig.defaults().withFiles(List.of(file.toString()), List.of());
    }

    static String auth(String username, String password) {
        String pair = username + ":" + password;
        return "{\"auth\":\"" + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }
}
