package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a mirror, and what happens where one fails. */
class MirrorTest {
    private static final String CONFIG = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[]}}";
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE
            + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + digest(CONFIG)
            + "\",\"size\":" + CONFIG.length() + "},\"layers\":[]}";

    private static final Map<String, String> BASIC = Map.of("WWW-Authenticate", "Basic realm=\"registry\"");

    private final ScriptedServer registry = ScriptedServer.of(MirrorTest::serve);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void readsImagesFromTheMirrorAlone() {
        // Given
        try (ScriptedServer mirror = ScriptedServer.of(MirrorTest::serve);
                Toolkit toolkit = toolkit(mirror.url())) {
            // When
            var info = await(toolkit.client().imageInfo("app", "1"));
            // Then
            assertThat(info.architecture()).isEqualTo("amd64");
            assertThat(mirror.requests())
                    .containsExactly("GET /v2/app/manifests/1", "GET /v2/app/blobs/" + digest(CONFIG));
            assertThat(registry.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 401, 429, 500})
    void asksTheRegistryWhereAMirrorFails(int status) {
        // Given
        try (ScriptedServer mirror = ScriptedServer.answering(status, "text/plain", "no");
                Toolkit toolkit = toolkit("http://127.0.0.1:1", mirror.url())) {
            // When
            var manifest = await(toolkit.client().getManifest("app", "1"));
            // Then
            assertThat(manifest.digest()).isEqualTo(digest(MANIFEST));
            assertThat(mirror.requests()).contains("GET /v2/app/manifests/1");
            assertThat(registry.requests()).containsExactly("GET /v2/app/manifests/1");
        }
    }

    @Test
    void asksTheRegistryWhereAMirrorGivesOtherContent() {
        // Given
        try (ScriptedServer mirror = ScriptedServer.answering(200, TYPE, MANIFEST.replace("2,", "2, "));
                Toolkit toolkit = toolkit(mirror.url())) {
            // When
            var manifest =
                    await(toolkit.client().getManifest("app", digest(MANIFEST).toString()));
            // Then
            assertThat(manifest.digest()).isEqualTo(digest(MANIFEST));
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @Test
    void givesTheRegistrysCredentialsToNoMirror() {
        // Given
        Set<String> mirrorGot = ConcurrentHashMap.newKeySet();
        try (ScriptedServer mirror = ScriptedServer.of(exchange -> {
                    mirrorGot.add(exchange.headers().getOrDefault("Authorization", "nothing"));
                    exchange.answer(401, BASIC, "");
                });
                ScriptedServer guarded = ScriptedServer.of(exchange -> {
                    if (exchange.headers().containsKey("Authorization")) {
                        serve(exchange);
                    } else {
                        exchange.answer(401, BASIC, "");
                    }
                });
                Toolkit toolkit = Toolkit.against(
                        guarded.url(),
                        config(guarded, mirror.url())
                                .put("credentials", new JsonObject().put("registries", credentials(guarded))))) {
            // When
            var info = await(toolkit.client().imageInfo("app", "1"));
            // Then
            assertThat(info.architecture()).isEqualTo("amd64");
            assertThat(mirrorGot).containsExactly("nothing");
        }
    }

    private static JsonObject credentials(ScriptedServer server) {
        return new JsonObject()
                .put(
                        "127.0.0.1:" + server.port(),
                        new JsonObject().put("username", "u").put("password", "secret"));
    }

    @Test
    void failsAsTheRegistryDoes() {
        // Given
        try (ScriptedServer mirror = ScriptedServer.answering(500, "text/plain", "broken mirror");
                Toolkit toolkit = toolkit(mirror.url())) {
            // When
            RegistryException failure = failure(toolkit.client().getManifest("app", "none"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure).hasMessageContaining(registry.url().substring("http://".length()));
        }
    }

    @Test
    void neverDeletesAtAMirrorNorAsksItForLists() {
        // Given
        try (ScriptedServer mirror = ScriptedServer.of(MirrorTest::serve);
                Toolkit toolkit = toolkit(mirror.url())) {
            // When
            await(toolkit.client().listTags("app").compose(tags -> toolkit.client()
                    .deleteManifest("app", "1")));
            // Then
            assertThat(mirror.requests()).isEmpty();
            assertThat(registry.requests()).anyMatch(request -> request.startsWith("DELETE"));
        }
    }

    private static void serve(ScriptedServer.Exchange exchange) throws IOException {
        String uri = exchange.uri();
        if (exchange.method().equals("DELETE")) {
            exchange.answer(202, Map.of(), "");
        } else if (uri.endsWith("/manifests/1") || uri.endsWith("/manifests/" + digest(MANIFEST))) {
            exchange.answer(
                    200,
                    Map.of(
                            "Content-Type",
                            TYPE,
                            "Docker-Content-Digest",
                            digest(MANIFEST).toString()),
                    MANIFEST);
        } else if (uri.contains("/blobs/")) {
            exchange.answer(200, Map.of(), CONFIG);
        } else if (uri.contains("/tags/list")) {
            exchange.answer(200, Map.of(), "{\"name\":\"app\",\"tags\":[\"1\"]}");
        } else {
            exchange.answer(404, Map.of(), "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}");
        }
    }

    private Toolkit toolkit(String... mirrors) {
        return Toolkit.against(registry.url(), config(registry, mirrors));
    }

    private static JsonObject config(ScriptedServer registry, String... mirrors) {
        JsonObject entry =
                new JsonObject().put("url", registry.url()).put("mirrors", new JsonArray(List.of((Object[]) mirrors)));
        return new JsonObject().put("registries", new JsonObject().put("known", new JsonObject().put("it", entry)));
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
