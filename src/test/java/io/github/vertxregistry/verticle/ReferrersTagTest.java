package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tag that lists referrers, kept up to date at registries that have no API for them. */
class ReferrersTagTest {
    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    private RegistryImages images;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    /** Serves as a registry before the referrers API. */
    static void withoutApi(ScriptedServer.Exchange exchange, String registry) throws IOException {
        if (exchange.uri().contains("/referrers/")) {
            exchange.answer(404, Map.of(), "404 page not found");
        } else {
            exchange.forwardWithout(registry, "OCI-Subject");
        }
    }

    private PutManifestRequest signature(String repository, String text) {
        JsonObject manifest = images.manifest(repository, "1")
                .put("artifactType", "application/vnd.example.signature")
                .put("subject", images.descriptor(repository, "1"))
                .put("annotations", new JsonObject().put("text", text));
        String content = manifest.encode();
        String digest = Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).toString();
        return new PutManifestRequest(null, repository, digest, MediaType.OCI_MANIFEST, content);
    }

    private Digest push(String repository) {
        return images.push(image(repository + ":1").layer("a", repository), ManifestFormat.OCI);
    }

    private static JsonArray listed(String repository, Digest subject) {
        return new JsonObject(
                        await(client.getManifest(repository, subject.toString().replace(':', '-')))
                                .content())
                .getJsonArray("manifests");
    }

    @Test
    void entersAManifestWithASubjectOnce() {
        // Given
        Digest subject = push("enter/app");
        PutManifestRequest request = signature("enter/app", "1");
        try (ScriptedServer old = ScriptedServer.of(exchange -> withoutApi(exchange, toolkit.registry()))) {
            RegistryClient there = client.withRegistry(old.url());
            // When
            Digest digest = await(there.putManifest(request)).digest();
            await(there.putManifest(request));
            // Then
            assertThat(listed("enter/app", subject)).hasSize(1);
            assertThat(listed("enter/app", subject).getJsonObject(0))
                    .isEqualTo(new JsonObject()
                            .put("mediaType", MediaType.OCI_MANIFEST)
                            .put("size", request.content().length())
                            .put("digest", digest.toString())
                            .put("annotations", new JsonObject().put("text", "1"))
                            .put("artifactType", "application/vnd.example.signature"));
            assertThat(await(there.listReferrers("enter/app", subject)))
                    .extracting(Descriptor::digest)
                    .containsExactly(digest);
        }
    }

    @Test
    void leavesTheTagToARegistryThatListsReferrersItself() {
        // Given
        Digest subject = push("api/app");
        // When
        await(client.putManifest(signature("api/app", "1")));
        // Then
        assertThat(failure(client.headManifest("api/app", subject.toString().replace(':', '-')))
                        .kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void manyThatWriteAtOnceLoseNothing() {
        // Given
        Digest subject = push("many/app");
        List<PutManifestRequest> requests = IntStream.range(0, 6)
                .mapToObj(i -> signature("many/app", "" + i))
                .toList();
        try (ScriptedServer old = ScriptedServer.of(exchange -> withoutApi(exchange, toolkit.registry()))) {
            RegistryClient there = client.withRegistry(old.url());
            // When
            await(Future.join(requests.stream().map(there::putManifest).toList()));
            // Then
            assertThat(listed("many/app", subject)).hasSize(6);
        }
    }

    @Test
    void readsAgainWhenSomebodyElseHasWrittenTheTag() {
        // Given
        Digest subject = push("race/app");
        String tag = "/manifests/" + subject.toString().replace(':', '-');
        PutManifestRequest others = signature("race/app", "other");
        AtomicInteger writes = new AtomicInteger();
        try (ScriptedServer old = ScriptedServer.of(exchange -> {
            boolean writesTag =
                    exchange.method().equals("PUT") && exchange.uri().endsWith(tag);
            if (writesTag && writes.incrementAndGet() == 2) {
                // Between our reading and our writing: the condition no longer holds.
                exchange.answer(412, Map.of(), "");
            } else {
                withoutApi(exchange, toolkit.registry());
            }
        })) {
            RegistryClient there = client.withRegistry(old.url());
            await(there.putManifest(others));
            // When
            await(there.putManifest(signature("race/app", "mine")));
            // Then
            assertThat(listed("race/app", subject)).hasSize(2);
            assertThat(writes).hasValue(3);
        }
    }

    @Test
    void writesNoTagThatIsSomethingElse() {
        // Given
        Digest subject = push("taken/app");
        JsonObject other = images.manifest("taken/app", "1");
        String tag = subject.toString().replace(':', '-');
        await(client.putManifest(
                new PutManifestRequest(null, "taken/app", tag, MediaType.OCI_MANIFEST, other.encode())));
        try (ScriptedServer old = ScriptedServer.of(exchange -> withoutApi(exchange, toolkit.registry()))) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(old.url()).putManifest(signature("taken/app", "1")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure).hasMessageContaining("is written, but not entered among the referrers of " + subject);
            assertThat(images.manifest("taken/app", tag)).isEqualTo(other);
        }
    }
}
