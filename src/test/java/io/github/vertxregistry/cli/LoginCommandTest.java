package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.FakeCredentialHelper;
import io.github.vertxregistry.testkit.GuardedRegistry;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.TokenIssuer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts, the permissions POSIX")
class LoginCommandTest {
    private static final String PASSWORD = "correct-horse-battery";
    private static Toolkit storage;
    private static TokenIssuer issuer;
    private static GuardedRegistry basic;
    private static GuardedRegistry token;

    @TempDir
    private Path home;

    private Path file;
    private Map<String, String> env;

    @BeforeAll
    static void startServers() {
        storage = Toolkit.start();
        issuer = new TokenIssuer().account("ci", PASSWORD);
        basic = GuardedRegistry.basic(storage.registry(), "ci", PASSWORD);
        token = GuardedRegistry.token(storage.registry(), issuer);
    }

    @AfterAll
    static void stopServers() {
        basic.close();
        token.close();
        issuer.close();
        storage.close();
    }

    @BeforeEach
    void findPlaces() {
        file = home.resolve(".docker/config.json");
        env = Map.of("HOME", home.toString(), "PATH", home + ":" + System.getenv("PATH"));
    }

    private Ran login(GuardedRegistry registry) {
        return Ran.typing(env, PASSWORD + "\n", "login", registry.authority(), "-u", "ci", "--password-stdin");
    }

    @Test
    void keepsWhatTheRegistryHasTakenAndLaterCommandsFindIt() throws IOException {
        // When
        Ran ran = login(basic);
        // Then
        assertThat(ran.err()).contains("readable by its owner");
        assertThat(ran.out()).isEqualTo("logged in to " + basic.authority() + " as ci, kept in " + file + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(Ran.run(env, "repos", basic.authority()).code()).isZero();
    }

    @Test
    void asksTheTokenServer() {
        // When
        Ran ran = login(token);
        // Then
        assertThat(ran.code()).isZero();
        assertThat(Ran.run(env, "repos", token.authority()).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsAnIdentityTokenInThePasswordsPlace(boolean takesGet) throws IOException {
        // Given
        try (TokenIssuer giving = new TokenIssuer().account("ci", PASSWORD).givingIdentityTokens();
                GuardedRegistry guarded =
                        GuardedRegistry.token(storage.registry(), takesGet ? giving : giving.withoutGet())) {
            // When
            Ran ran = login(guarded);
            // Then
            assertThat(ran.err()).contains("an identity token");
            JsonObject entry = new JsonObject(Files.readString(file))
                    .getJsonObject("auths")
                    .getJsonObject(guarded.authority());
            assertThat(entry.getString("auth")).isEqualTo("Y2k6");
            assertThat(entry.getString("identitytoken")).startsWith("identity-");
            assertThat(Ran.run(env, "repos", guarded.authority()).code()).isZero();
            assertThat(giving.asked().get(giving.asked().size() - 1).parameters())
                    .containsEntry("grant_type", List.of("refresh_token"));
        }
    }

    @Test
    void handsAnIdentityTokenToTheHelperAsDockerDoes() throws IOException {
        // Given
        FakeCredentialHelper helper = FakeCredentialHelper.keeping(home, "fake");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"credsStore\":\"fake\"}");
        try (TokenIssuer giving = new TokenIssuer().account("ci", PASSWORD).givingIdentityTokens();
                GuardedRegistry guarded = GuardedRegistry.token(storage.registry(), giving)) {
            // When
            login(guarded);
            // Then
            assertThat(helper.get(guarded.authority()))
                    .contains("<token>", "identity-")
                    .doesNotContain(PASSWORD);
            assertThat(Ran.run(env, "repos", guarded.authority()).code()).isZero();
        }
    }

    @Test
    void keepsAllElseThatStandsInTheFile() throws IOException {
        // Given
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"psFormat\":\"x\",\"auths\":{\"other.example.org\":{\"auth\":\"b3RoZXI6MQ==\",\"email\":\"a@b\"}},"
                        + "\"proxies\":{\"default\":{\"n\":12345678901234567890}}}");
        // When
        login(basic);
        // Then
        JsonObject written = new JsonObject(Files.readString(file));
        assertThat(written.getString("psFormat")).isEqualTo("x");
        assertThat(Files.readString(file)).contains("12345678901234567890").contains("\n\t\"auths\": {\n\t\t\"");
        assertThat(written.getJsonObject("auths").fieldNames()).containsExactly("other.example.org", basic.authority());
        assertThat(written.getJsonObject("auths")
                        .getJsonObject("other.example.org")
                        .getString("email"))
                .isEqualTo("a@b");
        assertThat(home.resolve(".docker").toFile().list()).containsExactly("config.json");
    }

    @Test
    void handsThePasswordToTheHelperThatTheFileNames() throws IOException {
        // Given
        FakeCredentialHelper helper = FakeCredentialHelper.keeping(home, "fake");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"credsStore\":\"fake\"}");
        // When
        Ran ran = login(basic);
        // Then
        assertThat(ran.out()).contains("kept in docker-credential-fake");
        assertThat(ran.err()).isEmpty();
        assertThat(Files.readString(file)).doesNotContain("\"auth\"").contains("\"" + basic.authority() + "\"");
        assertThat(helper.get(basic.authority())).contains(PASSWORD);
        assertThat(Ran.run(env, "repos", basic.authority()).code()).isZero();
        assertThat(Ran.run(env, "logout", basic.authority()).out()).contains("taken out of docker-credential-fake");
        assertThat(helper.get(basic.authority())).isNull();
    }

    @Test
    void keepsNothingThatTheRegistryRefuses() {
        for (GuardedRegistry registry : List.of(basic, token)) {
            // When
            Ran ran = Ran.typing(env, "wrong-password", "login", registry.authority(), "-u", "ci", "--password-stdin");
            // Then
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("error: UNAUTHORIZED: ").doesNotContain("wrong-password");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void forgets() throws IOException {
        // Given
        login(basic);
        // When
        Ran ran = Ran.run(env, "logout", basic.authority());
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("logged out of " + basic.authority() + ", taken out of " + file + "\n");
        assertThat(Files.readString(file)).doesNotContain(basic.authority());
        Ran after = Ran.run(env, "repos", basic.authority());
        assertThat(after.code()).isEqualTo(1);
        assertThat(after.err())
                .contains("asked as nobody (no credentials in the configuration and " + file)
                .contains("hint: log in: login " + basic.authority());
        assertThat(Ran.run(env, "logout", basic.authority()).out())
                .isEqualTo("not logged in to " + basic.authority() + "\n");
    }

    @Test
    void writesWherePodmanIsToldTo() throws IOException {
        // Given
        Path chosen = home.resolve("auth.json");
        env = Map.of("HOME", home.toString(), "REGISTRY_AUTH_FILE", chosen.toString());
        // When
        login(basic);
        // Then
        assertThat(Files.readString(chosen)).contains(basic.authority());
        assertThat(file).doesNotExist();
        assertThat(Ran.run(env, "repos", basic.authority()).code()).isZero();
    }

    @Test
    void namesAFileThatCannotBeWritten() throws IOException {
        // Given
        Path place = Files.writeString(home.resolve("file"), "not a folder");
        env = Map.of("DOCKER_CONFIG", place.toString());
        // When
        Ran ran = login(basic);
        // Then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(place + "/config.json").doesNotContain(PASSWORD);
    }

    @Test
    void everyCommandTakesAnIdentityOfItsOwn() {
        // Given
        Path tar = image("typed/app:1").layer("a.txt", "a").write(home.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        // When
        Ran ran = Ran.typing(
                env,
                PASSWORD,
                "push",
                tar.toString(),
                token.authority() + "/typed/app:1",
                "--username",
                "ci",
                "--password-stdin");
        // Then
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void isNotUnderstoodWithoutNameAndPassword() {
        // When
        List<Ran> runs = List.of(
                Ran.run(env, "login", basic.authority()),
                Ran.run(env, "login", basic.authority(), "-u", "ci"),
                Ran.typing(env, "x", "login", basic.authority(), "--password-stdin"),
                Ran.typing(env, "", "login", basic.authority(), "-u", "ci", "--password-stdin"),
                Ran.typing(env, "x", "login", basic.authority(), "-u", "c:i", "--password-stdin"),
                Ran.typing(env, "x", "repos", basic.authority(), "-u", "ci"));
        // Then
        assertThat(runs).allSatisfy(ran -> assertThat(ran.code()).isEqualTo(2));
    }
}
