package io.github.vertxregistry.auth;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.testkit.GuardedRegistry;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.TokenIssuer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, through the event bus and over sockets: how they are got, shared, renewed, and what is said when none helps. */
class TokenAuthTest {
    private static final String PASSWORD = "correct-horse-battery";

    @TempDir
    private Path folder;

    private final TokenIssuer issuer = new TokenIssuer().account("ci", PASSWORD);
    private Toolkit storage;
    private GuardedRegistry registry;
    private Toolkit toolkit;

    @BeforeEach
    void start() {
        storage = Toolkit.start();
        registry = GuardedRegistry.token(storage.registry(), issuer);
    }

    @AfterEach
    void stop() {
        if (toolkit != null) {
            toolkit.close();
        }
        registry.close();
        storage.close();
        issuer.close();
    }

    private RegistryClient client(JsonObject entry) {
        JsonObject registries = new JsonObject();
        if (entry != null) {
            registries.put(registry.authority(), entry);
        }
        toolkit = Toolkit.against(
                registry.url(), new JsonObject().put("credentials", new JsonObject().put("registries", registries)));
        return toolkit.client();
    }

    private RegistryClient clientOfCi() {
        return client(new JsonObject().put("username", "ci").put("password", PASSWORD));
    }

    private Path tar(int layers, String... names) {
        ImageTarFixture image = image(names);
        IntStream.range(0, layers).forEach(i -> image.layer("f" + i + ".txt", "layer " + i));
        return image.write(folder.resolve("image.tar"), TarShape.DOCKER_GRAPH_DRIVER);
    }

    @Test
    void twelveBlobsAtOnceShareOneToken() {
        // Given
        PushRequest request = PushRequest.of(tar(12, "team/app:1").toString()).withConcurrency(12);
        // When
        PushedImage pushed = await(clientOfCi().push(request)).images().get(0);
        // Then
        assertThat(pushed.uploaded()).isEqualTo(13);
        assertThat(issuer.asked())
                .extracting(TokenIssuer.Asked::scopes)
                .containsExactly(List.of("repository:team/app:pull"), List.of("repository:team/app:pull,push"));
        assertThat(issuer.asked()).allSatisfy(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.authorization()).startsWith("Basic ");
            assertThat(asked.parameters()).containsEntry("service", List.of("guarded"));
        });
    }

    @Test
    void aTokenThatMayDoMoreIsTakenForLess() {
        // Given
        RegistryClient client = clientOfCi();
        await(client.pushTarWithOriginalTag(tar(2, "team/app:1").toString()));
        int before = issuer.asked().size();
        // When
        List<String> tags = await(client.listTags("team/app"));
        // Then
        assertThat(tags).containsExactly("1");
        assertThat(issuer.asked()).hasSize(before);
    }

    @Test
    void asksWithoutAnyNameWhereThereAreNoCredentials() {
        // Given
        RegistryClient client = client(null);
        // When
        List<String> repositories = await(client.listRepositories());
        // Then
        assertThat(repositories).isEmpty();
        assertThat(issuer.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.authorization()).isNull();
            assertThat(asked.scopes()).containsExactly("registry:catalog:*");
        });
    }

    @Test
    void anIdentityTokenGoesByPost() {
        // Given
        issuer.identityToken("refresh-me", "ci").withoutAnonymous();
        RegistryClient client = client(new JsonObject().put("identityToken", "refresh-me"));
        // When
        await(client.pushTarWithOriginalTag(tar(1, "team/app:1").toString()));
        // Then
        assertThat(issuer.asked()).allSatisfy(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.parameters()).containsEntry("grant_type", List.of("refresh_token"));
            assertThat(asked.parameters()).containsKeys("client_id", "service", "scope");
        });
    }

    @Test
    void aPasswordGoesByPostWhereGetIsNotOffered() {
        // Given
        issuer.withoutGet();
        RegistryClient client = clientOfCi();
        // When
        List<String> repositories = await(client.listRepositories());
        // Then
        assertThat(repositories).isEmpty();
        assertThat(issuer.asked()).extracting(TokenIssuer.Asked::method).containsExactly("GET", "POST");
    }

    @Test
    void aMountAsksForItsSourceToo() {
        // When
        List<PushedImage> pushed = await(clientOfCi()
                        .pushTarWithAllOriginalTags(
                                tar(2, "one/app:1", "two/app:1").toString()))
                .images();
        // Then
        assertThat(pushed).extracting(PushedImage::mounted).containsExactly(0, 3);
        assertThat(issuer.asked())
                .extracting(TokenIssuer.Asked::scopes)
                .contains(List.of("repository:one/app:pull", "repository:two/app:pull,push"));
    }

    @Test
    void aTokenRefusedForTheMountsSourceIsAskedForWithoutItAndTheBlobsAreUploaded() {
        // Given
        RegistryClient client = clientOfCi();
        String tar = tar(2, "one/app:1", "two/app:1").toString();
        await(client.pushTar(tar, "one/app", "1"));
        issuer.refusing("repository:one/app:pull"::equals);
        issuer.asked().clear();
        // When
        List<PushedImage> pushed = await(client.pushTarWithAllOriginalTags(tar)).images();
        // Then
        assertThat(pushed).extracting(PushedImage::uploaded).containsExactly(0, 3);
        long withSource = issuer.asked().stream()
                .filter(asked -> asked.scopes().contains("repository:one/app:pull")
                        && asked.scopes().contains("repository:two/app:pull,push"))
                .count();
        assertThat(withSource).isOne();
    }

    @Test
    void tokensThatExpireAgainAndAgainInOnePushAreRenewed() {
        // Given
        issuer.goodFor(2);
        // When
        PushedImage pushed = await(clientOfCi()
                        .push(PushRequest.of(tar(12, "team/app:1").toString()).withConcurrency(1)))
                .images()
                .get(0);
        // Then
        assertThat(pushed.uploaded()).isEqualTo(13);
        assertThat(issuer.asked()).hasSizeGreaterThan(20);
    }

    @Test
    void aTokenOfNoLifetimeIsGotAnewForEachRequest() {
        // Given
        issuer.expiresIn(0);
        // When
        await(clientOfCi().pushTarWithOriginalTag(tar(1, "team/app:1").toString()));
        // Then
        assertThat(await(toolkit.client().listTags("team/app"))).containsExactly("1");
    }

    @Test
    void aRelativeRealmIsTheRegistrysOwn() {
        // Given
        registry.close();
        registry = GuardedRegistry.token(storage.registry(), issuer, "/token");
        // When
        List<String> repositories = await(clientOfCi().listRepositories());
        // Then
        assertThat(repositories).isEmpty();
        assertThat(registry.requests()).anyMatch(request -> request.startsWith("GET /token?service=guarded&scope="));
    }

    @Test
    void saysWhoWasRefusedByTheTokenServerAndWhereThatWasFound() {
        // Given
        RegistryClient client = client(new JsonObject().put("username", "ci").put("password", "wrong-password"));
        // When
        RegistryException failure = failure(client.listTags("team/app"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("get a token for " + registry.authority() + "/team/app")
                .hasMessageContaining("the token server's words")
                .hasMessageContaining("asked as 'ci' (configuration, key " + registry.authority() + ")");
        assertThat(failure.hint().orElseThrow()).endsWith("login " + registry.authority());
        assertThat(failure.getMessage()).doesNotContain("wrong-password");
    }

    @Test
    void endsInWordsWhereEveryTokenIsRefused() {
        // Given
        registry.close();
        registry = GuardedRegistry.token(storage.registry(), issuer, issuer.realm(), issuer::revokeAll);
        RegistryClient client = clientOfCi();
        // When
        RegistryException failure = failure(client.listTags("team/app"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("list tags of team/app: HTTP 401")
                .hasMessageContaining("the guard's words")
                .hasMessageContaining("asked as 'ci'");
        assertThat(registry.requests()).hasSize(3);
        assertThat(issuer.asked()).hasSize(2);
    }

    @Test
    void saysWhatWasLookedIntoWhereNobodyMayEnter() {
        // Given
        issuer.withoutAnonymous();
        RegistryClient client = client(null);
        // When
        RegistryException failure = failure(client.listTags("team/app"));
        // Then
        assertThat(failure).hasMessageContaining("asked as nobody (no credentials in the configuration)");
        assertThat(failure.hint()).contains("log in: login " + registry.authority());
    }

    @Test
    void aPingTellsWhetherWeAreKnown() {
        // Given
        issuer.withoutAnonymous();
        RegistryClient nobody = client(null);
        // When
        boolean known = await(nobody.ping()).authenticated();
        // Then
        assertThat(known).isFalse();
        toolkit.close();
        assertThat(await(clientOfCi().ping()).authenticated()).isTrue();
    }

    @Test
    void askersAtTheSameTimeWaitForTheSameToken() {
        // Given
        RegistryClient client = clientOfCi();
        // When
        await(Future.all(
                IntStream.range(0, 20).mapToObj(i -> client.listRepositories()).toList()));
        // Then
        assertThat(issuer.asked()).hasSize(1);
    }
}
