package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.TokenIssuer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** Distribution itself judges our Basic and our tokens: it checks passwords by bcrypt, and signatures of real JWTs. */
@RequiresDocker
class AuthRegistryIT {
    private static final String PASSWORD = "correct-horse-battery";
    /** Seconds for which an expired token is still believed. */
    private static final int DISTRIBUTIONS_LEEWAY = 60;
    /** {@code mvn verify -Psoak} wants more of them. */
    private static final int EXPIRIES = Integer.getInteger("vertxregistry.expiries", 2);

    private static final TokenIssuer ISSUER = new TokenIssuer().account("ci", PASSWORD);
    private static RegistryContainer basic;
    private static RegistryContainer token;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        basic = RegistryContainer.withPassword();
        basic.start();
        token = new RegistryContainer();
        token.withEnv("REGISTRY_AUTH", "token")
                .withEnv("REGISTRY_AUTH_TOKEN_REALM", ISSUER.realm())
                .withEnv("REGISTRY_AUTH_TOKEN_SERVICE", "guarded")
                .withEnv("REGISTRY_AUTH_TOKEN_ISSUER", ISSUER.issuer())
                .withEnv("REGISTRY_AUTH_TOKEN_JWKS", "/jwks.json")
                .withCopyToContainer(Transferable.of(ISSUER.jwks()), "/jwks.json")
                .waitingFor(Wait.forHttp("/v2/").forPort(5000).forStatusCode(401));
        token.start();
    }

    @AfterAll
    static void stop() {
        if (basic != null) {
            basic.stop();
        }
        if (token != null) {
            token.stop();
        }
        ISSUER.close();
    }

    private static Toolkit toolkit(RegistryContainer registry, String password) {
        return toolkit(registry.url(), password);
    }

    private static Toolkit toolkit(String registry, String password) {
        JsonObject entry = new JsonObject().put("username", "ci").put("password", password);
        return Toolkit.against(
                registry,
                new JsonObject()
                        .put(
                                "credentials",
                                new JsonObject()
                                        .put(
                                                "registries",
                                                new JsonObject()
                                                        .put(Origin.of(registry).authority(), entry))));
    }

    private Path tar(int layers, String... names) {
        ImageTarFixture image = image(names);
        IntStream.range(0, layers).forEach(i -> image.layer("f" + i + ".txt", "layer " + i));
        return image.write(folder.resolve("image.tar"), TarShape.DOCKER_GRAPH_DRIVER);
    }

    @Test
    void takesOurPassword() {
        // Given
        try (Toolkit toolkit = toolkit(basic, PASSWORD)) {
            // When
            await(toolkit.client().pushTarWithOriginalTag(tar(3, "team/app:1").toString()));
            // Then
            assertThat(await(toolkit.client().listTags("team/app"))).containsExactly("1");
        }
    }

    @Test
    void refusesAnotherPassword() {
        // Given
        try (Toolkit toolkit = toolkit(basic, "wrong")) {
            // When
            var failure = failure(toolkit.client().listTags("team/app"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure).hasMessageContaining("asked as 'ci'");
        }
    }

    @Test
    void takesOneTokenForTwelveBlobsAtOnce() {
        // Given
        ISSUER.asked().clear();
        try (Toolkit toolkit = toolkit(token, PASSWORD)) {
            PushRequest request =
                    PushRequest.of(tar(12, "twelve/app:1").toString()).withConcurrency(12);
            // When
            PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
            // Then
            assertThat(pushed.uploaded()).isEqualTo(13);
            assertThat(ISSUER.asked())
                    .extracting(TokenIssuer.Asked::scopes)
                    .containsExactly(List.of("repository:twelve/app:pull"), List.of("repository:twelve/app:pull,push"));
        }
    }

    @Test
    void takesTokensThatExpireAtOnceThroughoutAPush() {
        // Given
        ISSUER.expiresIn(0);
        try (Toolkit toolkit = toolkit(token, PASSWORD)) {
            ISSUER.asked().clear();
            // When
            PushRequest request =
                    PushRequest.of(tar(8, "brief/app:1").toString()).withConcurrency(1);
            PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
            // Then
            assertThat(pushed.uploaded()).isEqualTo(9);
            assertThat(ISSUER.asked()).hasSizeGreaterThan(20);
        } finally {
            ISSUER.expiresIn(300);
        }
    }

    @Test
    void takesTokensThatAreSignedByRsa() {
        // Given
        ISSUER.rsa(true);
        try (Toolkit toolkit = toolkit(token, PASSWORD)) {
            // When
            PushedImage pushed = await(toolkit.client()
                            .pushTarWithOriginalTag(tar(1, "rsa/app:1").toString()))
                    .images()
                    .get(0);
            // Then
            assertThat(pushed.uploaded()).isEqualTo(2);
        } finally {
            ISSUER.rsa(false);
        }
    }

    /** Distribution finds out that a token has expired, while its server had said that it would live on. */
    @Test
    void outlastsTokensThatExpireSoonerThanTheirServerSaid() {
        // Given
        ISSUER.lifetime(2).leeway(DISTRIBUTIONS_LEEWAY).expiresIn(300);
        try (CuttingProxy slow = CuttingProxy.before(token.url()).delaying(200);
                Toolkit toolkit = toolkit(slow.url(), PASSWORD)) {
            ISSUER.asked().clear();
            PushRequest request =
                    PushRequest.of(tar(3 * EXPIRIES, "short/app:1").toString()).withConcurrency(1);
            // When
            PushedImage pushed = await(toolkit.client().push(request)).images().get(0);
            // Then
            assertThat(pushed.uploaded()).isEqualTo(3 * EXPIRIES + 1);
            assertThat(ISSUER.asked()).hasSizeGreaterThan(EXPIRIES);
        } finally {
            ISSUER.lifetime(300).leeway(0);
        }
    }

    @Test
    void mountsWithTheScopeOfTheSource() {
        // Given
        try (Toolkit toolkit = toolkit(token, PASSWORD)) {
            // When
            List<PushedImage> pushed = await(toolkit.client()
                            .pushTarWithAllOriginalTags(
                                    tar(2, "from/app:1", "to/app:1").toString()))
                    .images();
            // Then
            assertThat(pushed).extracting(PushedImage::mounted).containsExactly(0, 3);
        }
    }

    @Test
    void uploadsWhereTheSourcesScopeIsRefused() {
        // Given
        try (Toolkit toolkit = toolkit(token, PASSWORD)) {
            String tar = tar(2, "closed/app:1", "open/app:1").toString();
            await(toolkit.client().pushTar(tar, "closed/app", "1"));
            ISSUER.refusing(scope -> scope.equals("repository:closed/app:pull"));
            // When
            List<PushedImage> pushed =
                    await(toolkit.client().pushTarWithAllOriginalTags(tar)).images();
            // Then
            assertThat(pushed).extracting(PushedImage::uploaded).containsExactly(0, 3);
        } finally {
            ISSUER.refusing(scope -> false);
        }
    }
}
