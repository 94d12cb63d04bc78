package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ListReferrersRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.ReferrersPage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What refers to an image, through the typed client and real sockets. */
class ReferrersContractTest {
    private static final Digest SUBJECT = Digest.sha256("subject".getBytes(StandardCharsets.UTF_8));
    private static final String TAG = SUBJECT.toString().replace(':', '-');
    private static Toolkit toolkit;
    private static RegistryClient client;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private static Map<String, String> index(String... more) {
        return more.length == 0
                ? Map.of("Content-Type", MediaType.OCI_INDEX)
                : Map.of("Content-Type", MediaType.OCI_INDEX, more[0], more[1]);
    }

    /** Returns an index that lists a descriptor of each of those artifact types. */
    private static String listing(String... artifactTypes) {
        StringBuilder list = new StringBuilder();
        for (String type : artifactTypes) {
            list.append(list.length() == 0 ? "" : ",")
                    .append("{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"size\":2,\"digest\":\""
                            + Digest.sha256(type.getBytes(StandardCharsets.UTF_8)) + "\",\"artifactType\":\"" + type
                            + "\"}");
        }
        return "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[" + list + "]}";
    }

    private static List<Descriptor> all(ScriptedServer server, String artifactType) {
        return await(client.withRegistry(server.url())
                .listAllReferrers(new ListReferrersRequest(null, "team/app", SUBJECT, artifactType, null)));
    }

    @Test
    void listsWhatRefersToAnImage(@TempDir Path folder) {
        // Given
        RegistryImages images = new RegistryImages(toolkit, folder);
        Digest subject = images.push(image("refer/app:1").layer("a", "b"), ManifestFormat.OCI);
        JsonObject signature = images.manifest("refer/app", "1")
                .put("subject", images.descriptor("refer/app", "1"))
                .put("artifactType", "application/vnd.example.signature")
                .put("annotations", new JsonObject().put("org.example", "yes"));
        Digest digest = Digest.sha256(signature.encode().getBytes(StandardCharsets.UTF_8));
        await(client.putManifest(new PutManifestRequest(
                null, "refer/app", digest.toString(), MediaType.OCI_MANIFEST, signature.encode())));
        // When
        List<Descriptor> all = await(client.listReferrers("refer/app", subject));
        // Then
        assertThat(all).singleElement().satisfies(each -> {
            assertThat(each.digest()).isEqualTo(digest);
            assertThat(each.artifactType()).isEqualTo("application/vnd.example.signature");
            assertThat(each.annotations()).containsEntry("org.example", "yes");
        });
        assertThat(await(client.listReferrers("refer/app", SUBJECT))).isEmpty();
        assertThat(await(client.listReferrers("refer/none", SUBJECT))).isEmpty();
    }

    @Test
    void followsPagesAndSendsTheFilterAlong() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                exchange.uri().contains("page=2")
                        ? index("OCI-Filters-Applied", "artifactType")
                        : index("Link", "</v2/x/referrers/y?artifactType=a%2Fb&page=2>; rel=\"next\""),
                exchange.uri().contains("page=2") ? listing("a/b") : listing("a/b", "c/d")))) {
            // When
            List<Descriptor> found = all(server, "a/b");
            // Then
            assertThat(found).extracting(Descriptor::artifactType).containsExactly("a/b", "a/b");
            assertThat(server.requests())
                    .containsExactly(
                            "GET /v2/team/app/referrers/" + SUBJECT + "?artifactType=a%2Fb",
                            "GET /v2/team/app/referrers/" + SUBJECT + "?artifactType=a%2Fb&page=2");
        }
    }

    @Test
    void handsOutSinglePages() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> exchange.answer(
                200,
                exchange.uri().contains("last=") ? index() : index("Link", "<?last=a&n=1>; rel=\"next\""),
                exchange.uri().contains("last=") ? listing("c/d") : listing("a/b")))) {
            RegistryClient there = client.withRegistry(server.url());
            ListReferrersRequest request = new ListReferrersRequest(null, "team/app", SUBJECT, "c/d", null);
            // When
            ReferrersPage first = await(there.listReferrers(request));
            ReferrersPage second = await(there.listReferrers(request.after(first.next())));
            // Then
            assertThat(first.referrers()).isEmpty();
            assertThat(first.next()).isEqualTo("a");
            assertThat(second.referrers()).extracting(Descriptor::artifactType).containsExactly("c/d");
            assertThat(second.next()).isNull();
            assertThat(server.requests().get(1)).endsWith("?artifactType=c%2Fd&last=a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501, 200})
    void readsTheReferrersTagWhereThereIsNoApi(int status) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.uri().endsWith("/manifests/" + TAG)) {
                exchange.answer(200, index(), listing("a/b", "c/d"));
            } else {
                exchange.answer(status, Map.of("Content-Type", "text/html"), "<html></html>");
            }
        })) {
            // When
            List<Descriptor> found = all(server, "a/b");
            // Then
            assertThat(found).extracting(Descriptor::artifactType).containsExactly("a/b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "nonsense", "{\"config\":{},\"layers\":[]}"})
    void takesAReferrersTagThatIsNoIndexForNone(String content) {
        // Given
        try (ScriptedServer server = ScriptedServer.of(
                exchange -> exchange.answer(exchange.uri().contains("/manifests/") ? 200 : 404, index(), content))) {
            // When
            List<Descriptor> found = all(server, null);
            // Then
            assertThat(found).isEmpty();
        }
    }

    @Test
    void endsAListThatGoesInACircle() {
        // Given
        try (ScriptedServer server = ScriptedServer.of(
                exchange -> exchange.answer(200, index("Link", "<?page=1>; rel=next"), listing("a/b")))) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(server.url()).listReferrers("team/app", SUBJECT));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(failure).hasMessageContaining("does not end");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{\"manifests\":{}}", "{\"manifests\":[{}]}", "{\"manifests\":[{\"digest\":\"a\"}]}"})
    void refusesAnAnswerThatMakesNoSense(String content) {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, MediaType.OCI_INDEX, content)) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(server.url()).listReferrers("team/app", SUBJECT));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        }
    }

    @Test
    void doesNotTakeARefusalForAMissingApi() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(403, "text/plain", "no")) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(server.url()).listReferrers("team/app", SUBJECT));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
