package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Server;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry behind a real nginx that speaks TLS, limits bodies or wants certificates, and behind a real proxy. */
@RequiresDocker(with = {"nginx", "tinyproxy"})
class NginxIT {
    private static final Authority AUTHORITY = Authority.named("Test Root");
    private static final Identity SERVER = AUTHORITY.server("127.0.0.1");
    private static final int LIMIT = 1 << 20;

    private static RegistryContainer registry;

    @TempDir
    private Path folder;

    private String tar;

    @BeforeAll
    static void start() {
        registry = new RegistryContainer();
        registry.start();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.stop();
        }
    }

    @BeforeEach
    void makeTar() throws Exception {
        tar = ImageTarFixture.image("team/app:1")
                .layer("large", "x".repeat(3 * LIMIT))
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY)
                .toString();
    }

    @Test
    void pushesOverTls() {
        // Given
        try (Server nginx = Server.nginx(folder, registry.url(), SERVER, "client_max_body_size 0;");
                Toolkit toolkit = toolkit(nginx, new JsonObject(), new JsonObject())) {
            // When
            PushReply reply = await(toolkit.client().push(PushRequest.of(tar).as("tls/plain", "1")));
            // Then
            assertThat(reply.images()).singleElement().satisfies(image -> assertThat(image.uploaded())
                    .isEqualTo(2));
        }
    }

    @Test
    void meetsALimitOfBodiesWithItsWordAndGoesUnderItInChunks() {
        // Given
        try (Server nginx = Server.nginx(folder, registry.url(), SERVER, "client_max_body_size " + LIMIT + ";");
                Toolkit toolkit = toolkit(nginx, new JsonObject(), new JsonObject())) {
            PushRequest request = PushRequest.of(tar).as("tls/limited", "1");
            RegistryException refused = failure(toolkit.client().push(request.withUpload(UploadMode.STREAM)));
            // When
            PushReply reply = await(
                    toolkit.client().push(request.withUpload(UploadMode.CHUNKED).withChunkSize(LIMIT / 2)));
            // Then
            assertThat(refused.kind()).isEqualTo(FailureKind.TOO_LARGE);
            assertThat(refused.status()).isEqualTo(413);
            assertThat(reply.images()).hasSize(1);
        }
    }

    @Test
    void showsItsCertificateAndSaysWhereOneIsWanted() {
        // Given
        Identity own = AUTHORITY.client("builder");
        String ca = AUTHORITY.pem(folder).toString();
        try (Server nginx = Server.nginx(
                        folder,
                        registry.url(),
                        SERVER,
                        "ssl_client_certificate " + ca + ";",
                        "ssl_verify_client on;",
                        "client_max_body_size 0;");
                Toolkit none = toolkit(nginx, new JsonObject(), new JsonObject());
                Toolkit shown = toolkit(nginx, keys(own), new JsonObject())) {
            RegistryException refused = failure(none.client().ping());
            // When
            PushReply reply = await(shown.client().push(PushRequest.of(tar).as("tls/client", "1")));
            // Then
            assertThat(refused.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(refused).hasMessageContaining("it wants a client certificate");
            assertThat(reply.images()).hasSize(1);
        }
    }

    @Test
    void goesThroughAProxyThatWantsCredentials() {
        // Given
        try (Server nginx = Server.nginx(folder, registry.url(), SERVER, "client_max_body_size 0;");
                Server proxy = Server.tinyproxy(folder, "user", "secret");
                Toolkit wrong = toolkit(nginx, new JsonObject(), proxied(proxy, "wrong"));
                Toolkit right = toolkit(nginx, new JsonObject(), proxied(proxy, "secret"))) {
            RegistryException refused = failure(wrong.client().ping());
            // When
            PushReply reply = await(right.client().push(PushRequest.of(tar).as("tls/proxied", "1")));
            // Then
            assertThat(refused.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(refused).hasMessageContaining("the proxy 127.0.0.1:" + proxy.port());
            assertThat(refused).hasMessageNotContaining("wrong");
            assertThat(reply.images()).hasSize(1);
        }
    }

    private JsonObject keys(Identity own) {
        Path keys = folder.resolve("keys");
        assertThat(keys.toFile().mkdir()).isTrue();
        return new JsonObject()
                .put("certFile", own.cert(keys).toString())
                .put("keyFile", own.key(keys).toString());
    }

    private static JsonObject proxied(Server proxy, String password) {
        return new JsonObject().put("proxy", "http://user:" + password + "@127.0.0.1:" + proxy.port());
    }

    private Toolkit toolkit(Server nginx, JsonObject tls, JsonObject entry) {
        String url = "https://127.0.0.1:" + nginx.port();
        entry.put("url", url).put("tls", tls.put("caFile", AUTHORITY.pem(folder).toString()));
        return Toolkit.against(
                url,
                new JsonObject().put("registries", new JsonObject().put("known", new JsonObject().put("it", entry))));
    }
}
