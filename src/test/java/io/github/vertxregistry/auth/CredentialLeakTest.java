package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.GuardedRegistry;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.TokenIssuer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials and tokens reach the registry and its token server, and nothing and nobody else. */
class CredentialLeakTest {
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private Path folder;

    private final TokenIssuer issuer = new TokenIssuer().account("ci", PASSWORD);
    private Toolkit storage;

    @BeforeEach
    void start() {
        storage = Toolkit.start();
    }

    @AfterEach
    void stop() {
        storage.close();
        issuer.close();
    }

    private static Toolkit toolkit(String registry) {
        JsonObject entry = new JsonObject().put("username", "ci").put("password", PASSWORD);
        JsonObject registries = new JsonObject().put(registry.substring("http://".length()), entry);
        return Toolkit.against(
                registry, new JsonObject().put("credentials", new JsonObject().put("registries", registries)));
    }

    private Path tar() {
        return image("team/app:1").layer("a.txt", "a").write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
    }

    @Test
    void anUploadThatTheRegistrySendsElsewhereTakesNoCredentialsAlong() {
        // Given
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        try (ScriptedServer other = ScriptedServer.of(exchange -> {
                    elsewhere.add(exchange.method() + " " + exchange.headers().get("Authorization"));
                    exchange.answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + issuer.realm() + "\""), "");
                });
                ScriptedServer registry = ScriptedServer.of(exchange -> {
                    String given = exchange.headers().getOrDefault("Authorization", "");
                    if (!given.startsWith("Bearer ")) {
                        exchange.answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + issuer.realm() + "\""), "");
                    } else if (exchange.method().equals("POST")) {
                        exchange.answer(202, Map.of("Location", other.url() + "/up"), "");
                    } else {
                        exchange.answer(404, Map.of(), "");
                    }
                });
                Toolkit toolkit = toolkit(registry.url())) {
            // When
            RegistryException failure = failure(toolkit.client().pushTarWithOriginalTag(tar().toString()));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(elsewhere).isNotEmpty().allMatch(request -> request.endsWith(" null"));
        }
    }

    @Test
    void anotherRegistryOnTheSameHostGetsNothing() {
        // Given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (GuardedRegistry registry = GuardedRegistry.basic(storage.registry(), "ci", PASSWORD);
                ScriptedServer other = ScriptedServer.of(exchange -> {
                    seen.add(String.valueOf(exchange.headers().get("Authorization")));
                    exchange.answer(401, Map.of("WWW-Authenticate", "Basic realm=\"Registry, guarded\""), "");
                });
                Toolkit toolkit = toolkit(registry.url())) {
            await(toolkit.client().listRepositories());
            // When
            RegistryException failure =
                    failure(toolkit.client().withRegistry(other.url()).listRepositories());
            // Then
            assertThat(failure).hasMessageContaining("asked as nobody");
            assertThat(seen).containsOnly("null");
        }
    }

    @Test
    void nothingThatIsToldInAPushHoldsASecret() {
        // Given
        List<String> told = new CopyOnWriteArrayList<>();
        try (GuardedRegistry registry = GuardedRegistry.token(storage.registry(), issuer);
                Toolkit toolkit = toolkit(registry.url())) {
            Transfer<PushReply> push = toolkit.client()
                    .startPush(PushRequest.of(tar().toString()))
                    .onProgress((ProgressEvent event) -> told.add(event.toString()));
            // When
            told.add(await(push.result()).toString());
            // Then
            assertThat(told).hasSizeGreaterThan(1);
            assertNoSecret(String.join("\n", told), registry);
        }
    }

    @Test
    void noLogOfAnyLevelHoldsASecret() throws Exception {
        // Given
        try (GuardedRegistry registry = GuardedRegistry.token(storage.registry(), issuer)) {
            Path log = folder.resolve("log.txt");
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            ProcessBuilder command = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                            "-Dorg.slf4j.simpleLogger.log.io.netty=trace",
                            "-Dorg.slf4j.simpleLogger.log.io.vertx=trace",
                            "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.github.vertxregistry.cli.Main",
                            "push",
                            tar().toString(),
                            registry.authority() + "/logged/app:1",
                            "--debug",
                            "--progress",
                            "-u",
                            "ci",
                            "--password-stdin")
                    .redirectInput(password.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            command.environment().put("HOME", folder.toString());
            // When
            int code = command.start().waitFor();
            // Then
            String text = Files.readString(log);
            assertThat(code).as(text).isZero();
            assertThat(text).contains("DEBUG").contains("HEAD").contains("gets a token");
            assertNoSecret(text, registry);
        }
    }

    private void assertNoSecret(String text, GuardedRegistry registry) {
        assertThat(registry.authorizations()).isNotEmpty();
        registry.authorizations()
                .forEach(value -> assertThat(text).doesNotContain(value.substring("Bearer ".length())));
        assertThat(issuer.asked()).allSatisfy(asked -> assertThat(text).doesNotContain(asked.authorization()));
        String pair = Base64.getEncoder()
                .encodeToString(("ci:" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(text).doesNotContain(PASSWORD, pair);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password",
                "secret",
                "identityToken",
                "registryToken",
                "credentials",
                "authorization"
            })
    void aMessageWithASecretIsRefused(String field) {
        // Given
        JsonObject message =
                new JsonObject().put("registry", storage.registry()).put(field, "hunter2");
        // When
        ReplyException failure = refused(message);
        // Then
        assertThat(failure.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(failure).hasMessageContaining(field).hasMessageContaining("no secret");
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void aMessageWithASecretInAnAddressIsRefused() {
        // When
        ReplyException failure = refused(new JsonObject().put("registry", "http://ci:hunter2@127.0.0.1:1"));
        // Then
        assertThat(failure.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    private ReplyException refused(JsonObject message) {
        return await(storage.vertx()
                .eventBus()
                .request("registry.ping", message)
                .map(reply -> new ReplyException(null, "answered"))
                .otherwise(cause -> (ReplyException) cause));
    }
}
