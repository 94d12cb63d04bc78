package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS and its token server. */
class TokenTlsTest {
    private static final Authority AUTHORITY = Authority.named("Test Root");
    private static final Identity SERVER = AUTHORITY.server("localhost", "127.0.0.1");
    private static final String TOKEN = "{\"token\":\"t0k3n\"}";

    @TempDir
    private Path folder;

    private static ScriptedServer registry(String realm) {
        return ScriptedServer.on(SERVER.listen(), exchange -> {
            if ("Bearer t0k3n".equals(exchange.headers().get("Authorization"))) {
                exchange.answer(200, Map.of("Content-Type", "application/json"), "{\"tags\":[\"1\"]}");
            } else {
                exchange.answer(401, Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\""), "");
            }
        });
    }

    private Toolkit toolkit(String... urls) {
        JsonObject known = new JsonObject();
        for (String url : urls) {
            JsonObject tls =
                    new JsonObject().put("caFile", AUTHORITY.pem(folder).toString());
            known.put("it" + known.size(), new JsonObject().put("url", url).put("tls", tls));
        }
        JsonObject entry = new JsonObject().put("username", "ci").put("password", "correct-horse");
        JsonObject registries = new JsonObject().put(urls[0], entry);
        return Toolkit.against(
                urls[0],
                new JsonObject()
                        .put("registries", new JsonObject().put("known", known))
                        .put("credentials", new JsonObject().put("registries", registries)));
    }

    @Test
    void aTokenServerOfTheSameAuthorityIsNamedToo() {
        // Given
        try (ScriptedServer tokens =
                        ScriptedServer.on(SERVER.listen(), exchange -> exchange.answer(200, Map.of(), TOKEN));
                ScriptedServer registry = registry(tokens.url() + "/token");
                Toolkit toolkit = toolkit(registry.url(), tokens.url())) {
            // When
            List<String> tags = await(toolkit.client().listTags("team/app"));
            // Then
            assertThat(tags).containsExactly("1");
        }
    }

    @Test
    void aTokenServerOverPlainHttpIsNotAsked() {
        // Given
        try (ScriptedServer tokens = ScriptedServer.answering(200, "application/json", TOKEN);
                ScriptedServer registry = registry(tokens.url() + "/token");
                Toolkit toolkit = toolkit(registry.url())) {
            // When
            RegistryException failure = failure(toolkit.client().listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("sends us to plain HTTP for a token");
            assertThat(tokens.requests()).isEmpty();
        }
    }
}
