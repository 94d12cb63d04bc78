package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.GuardedRegistry;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicAuthTest {
    private static final String PASSWORD = "correct horse: battery ä";

    @TempDir
    private Path folder;

    private Toolkit storage;
    private GuardedRegistry registry;
    private Toolkit toolkit;

    @BeforeEach
    void start() {
        storage = Toolkit.start();
        registry = GuardedRegistry.basic(storage.registry(), "ci", PASSWORD);
    }

    @AfterEach
    void stop() {
        toolkit.close();
        registry.close();
        storage.close();
    }

    private RegistryClient client(Map<String, String> passwords) {
        JsonObject registries = new JsonObject();
        passwords.forEach((key, password) ->
                registries.put(key, new JsonObject().put("username", "ci").put("password", password)));
        toolkit = Toolkit.against(
                registry.url(), new JsonObject().put("credentials", new JsonObject().put("registries", registries)));
        return toolkit.client();
    }

    @Test
    void pushesAndReads() {
        // Given
        RegistryClient client = client(Map.of(registry.authority(), PASSWORD));
        Path tar = image("team/app:1").layer("a.txt", "a").write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        // When
        await(client.pushTarWithOriginalTag(tar.toString()));
        // Then
        assertThat(await(client.listTags("team/app"))).containsExactly("1");
        assertThat(registry.refusals()).isLessThanOrEqualTo(2);
    }

    @Test
    void saysWhoWasRefusedAndWhereThatWasFound() {
        // Given
        RegistryClient client = client(Map.of(registry.authority(), "wrong-password"));
        // When
        RegistryException failure = failure(client.listTags("team/app"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure)
                .hasMessageContaining("list tags of team/app: HTTP 401, UNAUTHORIZED: the guard's words")
                .hasMessageContaining("asked as 'ci' (configuration, key " + registry.authority() + ")");
        assertThat(failure.hint().orElseThrow()).endsWith("login " + registry.authority());
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void neverSendsAnythingBeforeItIsAsked() {
        // Given
        try (ScriptedServer open = ScriptedServer.of(exchange -> {
            assertThat(exchange.headers()).doesNotContainKey("Authorization");
            exchange.answer(200, Map.of("Content-Type", "application/json"), "{\"repositories\":[]}");
        })) {
            RegistryClient client = client(Map.of(open.url().substring("http://".length()), PASSWORD))
                    .withRegistry(open.url());
            // When
            List<String> repositories = await(client.listRepositories());
            // Then
            assertThat(repositories).isEmpty();
        }
    }

    @Test
    void takesTheCredentialsOfTheRepository() {
        // Given
        Set<String> seen = new TreeSet<>();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            String given = exchange.headers().get("Authorization");
            if (given == null) {
                exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=\"r\""), "");
            } else {
                seen.add(exchange.uri() + " " + given);
                exchange.answer(200, Map.of("Content-Type", "application/json"), "{\"tags\":[]}");
            }
        })) {
            String host = server.url().substring("http://".length());
            RegistryClient client =
                    client(Map.of(host + "/one", "1", host + "/two", "2")).withRegistry(server.url());
            // When
            await(client.listTags("one/app"));
            await(client.listTags("two/app"));
            // Then
            assertThat(seen)
                    .containsExactly(
                            "/v2/one/app/tags/list " + Credentials.of("ci", "1").basic(),
                            "/v2/two/app/tags/list " + Credentials.of("ci", "2").basic());
        }
    }

    @Test
    void aNewLoginCountsAfterARefusal() throws IOException {
        // Given
        Path file = folder.resolve("config.json");
        Files.writeString(file, auths("wrong"));
        toolkit = Toolkit.against(
                registry.url(),
                new JsonObject()
                        .put("credentials", new JsonObject().put("files", new JsonArray().add(file.toString()))));
        failure(toolkit.client().listRepositories());
        Files.writeString(file, auths(PASSWORD));
        // When
        List<String> repositories = await(toolkit.client().listRepositories());
        // Then
        assertThat(repositories).isEmpty();
    }

    private String auths(String password) {
        return "{\"auths\":{\"" + registry.authority() + "\":" + CredentialSourcesTest.auth("ci", password) + "}}";
    }

    @Test
    void namesAFileThatIsOfNoUse() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("config.json"), "{\"auths\": nonsense");
        toolkit = Toolkit.against(
                registry.url(),
                new JsonObject()
                        .put("credentials", new JsonObject().put("files", new JsonArray().add(file.toString()))));
        // When
        RegistryException failure = failure(toolkit.client().listRepositories());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure).hasMessageContaining(file + " is no JSON object");
    }

    @Test
    void saysWhatIsOfferedWhereThatIsNotKnown() {
        // Given
        try (ScriptedServer server =
                ScriptedServer.of(exchange -> exchange.answer(401, Map.of("WWW-Authenticate", "Negotiate"), ""))) {
            RegistryClient client = client(Map.of()).withRegistry(server.url());
            // When
            RegistryException failure = failure(client.listRepositories());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure).hasMessageContaining("wants negotiate, which is not known here");
        }
    }
}
