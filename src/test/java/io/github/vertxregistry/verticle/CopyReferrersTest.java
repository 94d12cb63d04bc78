package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What refers to an image comes along with it. */
class CopyReferrersTest {
    private static Toolkit toolkit;
    private static RegistryClient client;
    private static String other;

    @TempDir
    private Path folder;

    private RegistryImages images;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
        other = toolkit.anotherRegistry();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    /** Writes a manifest of the image's blobs that refers to another manifest, or to none; returns its digest. */
    private Digest write(String repository, String reference, String subject, String text) {
        JsonObject manifest = images.manifest(repository, "1")
                .put("artifactType", "application/vnd.example+json")
                .put("annotations", new JsonObject().put("text", text));
        if (subject != null) {
            manifest.put("subject", images.descriptor(repository, subject));
        }
        String content = manifest.encode();
        String digest = Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).toString();
        await(client.putManifest(new PutManifestRequest(
                null, repository, reference == null ? digest : reference, MediaType.OCI_MANIFEST, content)));
        return Digest.of(digest);
    }

    private Digest push(String repository) {
        return images.push(image(repository + ":1").layer("a", repository), ManifestFormat.OCI);
    }

    private static String cosign(Digest digest, String kind) {
        return digest.toString().replace(':', '-') + "." + kind;
    }

    private static CopyRequest request(String from, String to, String repository, String reference) {
        return CopyRequest.of(new ImagePlace(from, repository, reference), new ImagePlace(to, repository, "copy"))
                .withReferrers();
    }

    private static List<Digest> listed(String registry, String repository, Digest subject) {
        return await(client.withRegistry(registry).listReferrers(repository, subject)).stream()
                .map(Descriptor::digest)
                .toList();
    }

    @Test
    void copiesReferrersOfReferrersAndTagsOfCosign() {
        // Given
        Digest subject = push("whole/app");
        Digest signature = write("whole/app", null, subject.toString(), "signature");
        Digest stamp = write("whole/app", null, signature.toString(), "stamp of the signature");
        Digest cosigned = write("whole/app", cosign(subject, "sig"), null, "cosign");
        // When
        CopiedImage copied = await(client.copy(request(null, other, "whole/app", "1")));
        CopiedImage again = await(client.copy(request(null, other, "whole/app", "1")));
        // Then
        assertThat(copied.referrers()).isEqualTo(3);
        assertThat(copied.manifests()).isEqualTo(4);
        assertThat(copied.warnings()).isEmpty();
        assertThat(listed(other, "whole/app", subject)).containsExactly(signature);
        assertThat(listed(other, "whole/app", signature)).containsExactly(stamp);
        assertThat(await(client.withRegistry(other).headManifest("whole/app", cosign(subject, "sig")))
                        .digest())
                .isEqualTo(cosigned);
        assertThat(again.manifests()).isZero();
    }

    @Test
    void pullsTagsOfCosignIntoALayoutThatIsPushedAgain() throws IOException {
        // Given
        Digest subject = push("pulled/app");
        Digest referrer = write("pulled/app", null, subject.toString(), "referrer");
        Digest cosigned = write("pulled/app", cosign(subject, "sig"), null, "cosign");
        Digest attested = write("pulled/app", cosign(referrer, "att"), null, "cosign's attestation of the referrer");
        Path layout = folder.resolve("pulled");
        // When
        await(client.pull(PullRequest.of(layout.toString(), "pulled/app:1")
                .withFormat(PullFormat.OCI_FOLDER)
                .withReferrers()));
        // Then
        JsonArray listed = new JsonObject(Files.readString(layout.resolve("index.json"))).getJsonArray("manifests");
        assertThat(listed.stream()
                        .map(each -> ((JsonObject) each).getString("digest") + " "
                                + ((JsonObject) each)
                                        .getJsonObject("annotations", new JsonObject())
                                        .getString("org.opencontainers.image.ref.name")))
                .containsExactly(
                        subject + " 1",
                        referrer + " null",
                        cosigned + " " + cosign(subject, "sig"),
                        attested + " " + cosign(referrer, "att"));
        for (Digest each : List.of(cosigned, attested)) {
            assertThat(layout.resolve("blobs/sha256/" + each.hex())).exists();
        }
        PushReply pushed = await(client.withRegistry(other).pushTar(layout.toString(), "pulled/again", "1"));
        assertThat(pushed.images()).extracting(PushedImage::digest).containsExactly(subject);
        assertThat(pushed.warnings())
                .filteredOn(warning -> warning.contains("not taken for an image"))
                .hasSize(3);
        // When
        PushRequest whole = PushRequest.of(layout.toString())
                .to(other)
                .as("pulled/whole", "1")
                .withReferrers();
        PushReply along = await(client.push(whole));
        PushReply again = await(client.push(whole));
        // Then
        assertThat(along.warnings()).isEmpty();
        assertThat(along.images()).extracting(PushedImage::referrers).containsExactly(3);
        assertThat(again.images()).extracting(PushedImage::referrers).containsExactly(0);
        assertThat(listed(other, "pulled/whole", subject)).containsExactly(referrer);
        assertThat(await(client.withRegistry(other).headManifest("pulled/whole", cosign(subject, "sig")))
                        .digest())
                .isEqualTo(cosigned);
        assertThat(await(client.withRegistry(other).headManifest("pulled/whole", cosign(referrer, "att")))
                        .digest())
                .isEqualTo(attested);
    }

    @Test
    void leavesOutOfAPushWhatRefersToAManifestThatIsBuiltAnew() {
        // Given
        Digest subject = push("built/app");
        write("built/app", null, subject.toString(), "referrer");
        Path layout = folder.resolve("built");
        await(client.pull(PullRequest.of(layout.toString(), "built/app:1")
                .withFormat(PullFormat.OCI_FOLDER)
                .withReferrers()));
        // When
        PushReply pushed = await(client.push(PushRequest.of(layout.toString())
                .to(other)
                .as("built/app", "1")
                .withCompression(LayerCompression.GZIP)
                .withReferrers()));
        // Then
        assertThat(pushed.images()).extracting(PushedImage::digestKept).containsExactly(false);
        assertThat(pushed.images()).extracting(PushedImage::referrers).containsExactly(0);
        assertThat(pushed.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("what refers to built/app:1 is left out"));
        assertThat(listed(other, "built/app", subject)).isEmpty();
    }

    @Test
    void copiesWhatWasSignedSince() {
        // Given
        Digest subject = push("since/app");
        await(client.copy(request(null, other, "since/app", "1")));
        Digest signature = write("since/app", null, subject.toString(), "signature");
        // When
        CopiedImage without = await(client.copy(
                CopyRequest.of(new ImagePlace(null, "since/app", "1"), new ImagePlace(other, "since/app", "copy"))));
        List<Digest> before = listed(other, "since/app", subject);
        CopiedImage with = await(client.copy(request(null, other, "since/app", "1")));
        // Then
        assertThat(without.manifests()).isZero();
        assertThat(before).isEmpty();
        assertThat(with.referrers()).isEqualTo(1);
        assertThat(listed(other, "since/app", subject)).containsExactly(signature);
    }

    @Test
    void copiesWhatRefersToTheImagesOfAnIndex() {
        // Given
        Digest subject = push("index/app");
        Digest signature = write("index/app", null, subject.toString(), "signature");
        Digest cosigned = write("index/app", cosign(subject, "att"), null, "cosign");
        String index = images.putIndex("index/app", images.descriptor("index/app", "1"));
        // When
        CopiedImage copied = await(client.copy(request(null, other, "index/app", index)));
        // Then
        assertThat(copied.referrers()).isEqualTo(2);
        assertThat(listed(other, "index/app", subject)).containsExactly(signature);
        assertThat(await(client.withRegistry(other).headManifest("index/app", cosign(subject, "att")))
                        .digest())
                .isEqualTo(cosigned);
    }

    @Test
    void goesByTheReferrersTagWhereNeitherSideHasTheApi() {
        // Given
        try (ScriptedServer from =
                        ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, other))) {
            Digest subject = push("tagged/app");
            String signature = images.manifest("tagged/app", "1")
                    .put("subject", images.descriptor("tagged/app", "1"))
                    .encode();
            Digest digest = await(client.withRegistry(from.url())
                            .putManifest(new PutManifestRequest(
                                    null, "tagged/app", "signed", MediaType.OCI_MANIFEST, signature)))
                    .digest();
            // When
            CopiedImage copied = await(client.copy(request(from.url(), to.url(), "tagged/app", "1")));
            CopiedImage again = await(client.copy(request(from.url(), to.url(), "tagged/app", "1")));
            // Then
            assertThat(copied.referrers()).isEqualTo(1);
            assertThat(listed(to.url(), "tagged/app", subject)).containsExactly(digest);
            assertThat(again.manifests()).isZero();
        }
    }

    /** Serves, for every subject, a list of these manifests. */
    private static ScriptedServer listing(Digest... referrers) {
        StringBuilder list = new StringBuilder();
        for (Digest each : referrers) {
            list.append(list.length() == 0 ? "" : ",")
                    .append("{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"size\":2,\"digest\":\"" + each
                            + "\"}");
        }
        return ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/referrers/")) {
                exchange.answer(
                        200,
                        Map.of("Content-Type", MediaType.OCI_INDEX),
                        "{\"schemaVersion\":2,\"manifests\":[" + list + "]}");
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @Test
    void looksAtEachManifestOnceWhereAListLeadsInACircle() {
        // Given
        Digest subject = push("circle/app");
        Digest signature = write("circle/app", null, subject.toString(), "signature");
        Digest missing = Digest.sha256(new byte[3]);
        try (ScriptedServer circular = listing(subject, signature, missing)) {
            // When
            CopiedImage copied = await(client.copy(request(circular.url(), other, "circle/app", "1")));
            // Then
            assertThat(copied.referrers()).isEqualTo(1);
            assertThat(listed(other, "circle/app", subject)).containsExactly(signature);
            assertThat(copied.warnings())
                    .anyMatch(warning -> warning.contains("to which it does not refer"))
                    .anyMatch(warning ->
                            warning.contains(missing + " among the referrers of " + subject + ", but it is not whole"));
            assertThat(circular.requests().stream().filter(line -> line.contains("/referrers/")))
                    .doesNotHaveDuplicates()
                    .hasSize(3);
        }
    }

    @Test
    void leavesOutOfAPullWhatIsListedAndIsNotThereOrRefersToSomethingElse() {
        // Given
        Digest subject = push("listed/app");
        Digest signature = write("listed/app", null, subject.toString(), "signature");
        Digest foreign = write("listed/app", null, null, "refers to nothing");
        Digest missing = Digest.sha256(new byte[3]);
        Path layout = folder.resolve("listed");
        try (ScriptedServer lying = listing(signature, foreign, missing)) {
            // When
            PullReply pulled = await(client.pull(PullRequest.of(layout.toString(), "listed/app:1")
                    .to(lying.url())
                    .withFormat(PullFormat.OCI_FOLDER)
                    .withReferrers()));
            // Then
            assertThat(pulled.warnings())
                    .anyMatch(warning -> warning.contains(foreign + " among the referrers of " + subject
                            + ", and it is left out: it does not refer to it"))
                    .anyMatch(warning -> warning.contains(missing + " among the referrers of " + subject));
            assertThat(layout.resolve("blobs/sha256/" + signature.hex())).exists();
            assertThat(layout.resolve("blobs/sha256/" + foreign.hex())).doesNotExist();
        }
    }

    @Test
    void pullsAnIndexThatRefersToTheImageWithAllThatItLists() {
        // Given
        Digest subject = push("parts/app");
        Digest part = write("parts/app", null, null, "part of the index");
        String index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("artifactType", "application/vnd.example+json")
                .put("manifests", new JsonArray().add(images.descriptor("parts/app", part.toString())))
                .put("subject", images.descriptor("parts/app", "1"))
                .encode();
        Digest referrer = Digest.sha256(index.getBytes(StandardCharsets.UTF_8));
        await(client.putManifest(
                new PutManifestRequest(null, "parts/app", referrer.toString(), MediaType.OCI_INDEX, index)));
        Path layout = folder.resolve("parts");
        // When
        await(client.pull(PullRequest.of(layout.toString(), "parts/app:1")
                .withFormat(PullFormat.OCI_FOLDER)
                .withReferrers()));
        PushReply pushed = await(client.push(
                PushRequest.of(layout.toString()).to(other).as("parts/app", "1").withReferrers()));
        // Then
        assertThat(layout.resolve("blobs/sha256/" + part.hex())).exists();
        assertThat(pushed.warnings()).isEmpty();
        assertThat(pushed.images()).extracting(PushedImage::referrers).containsExactly(2);
        assertThat(listed(other, "parts/app", subject)).containsExactly(referrer);
        assertThat(await(client.withRegistry(other).headManifest("parts/app", part.toString()))
                        .digest())
                .isEqualTo(part);
    }

    @Test
    void movesNoTagWhereWhatRefersCannotBeCopied() {
        // Given
        push("fails/app");
        try (ScriptedServer broken = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/referrers/")) {
                exchange.answer(403, Map.of(), "no");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client.copy(request(broken.url(), other, "fails/app", "1")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            assertThat(failure(client.withRegistry(other).headManifest("fails/app", "copy"))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @Test
    void copiesWhatTheTargetsReferrersTagListsAndIsGone() {
        // Given
        Digest subject = push("lost/app");
        Digest referrer = write("lost/app", null, subject.toString(), "referrer");
        try (ScriptedServer to = ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, other))) {
            CopyRequest request = request(null, to.url(), "lost/app", "1");
            await(client.copy(request));
            await(client.withRegistry(other).deleteManifest("lost/app", referrer.toString()));
            // When
            CopiedImage copied = await(client.copy(request));
            CopiedImage again = await(client.copy(request));
            // Then
            assertThat(copied.referrers()).isEqualTo(1);
            assertThat(await(client.withRegistry(other).headManifest("lost/app", referrer.toString()))
                            .digest())
                    .isEqualTo(referrer);
            assertThat(again.referrers()).isZero();
        }
    }

    @Test
    void aPushWritesWhatTheReferrersTagListsAndIsGone() {
        // Given
        Digest subject = push("gone/app");
        Digest referrer = write("gone/app", null, subject.toString(), "referrer");
        String layout = folder.resolve("gone").toString();
        await(client.pull(PullRequest.of(layout, "gone/app:1")
                .withFormat(PullFormat.OCI_FOLDER)
                .withReferrers()));
        try (ScriptedServer to = ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, other))) {
            PushRequest request =
                    PushRequest.of(layout).to(to.url()).as("gone/app", "1").withReferrers();
            await(client.push(request));
            // Deleted by somebody who did not keep the tag.
            await(client.withRegistry(other).deleteManifest("gone/app", referrer.toString()));
            // When
            PushReply again = await(client.push(request));
            // Then
            assertThat(again.images()).extracting(PushedImage::referrers).containsExactly(1);
            assertThat(await(client.withRegistry(other).headManifest("gone/app", referrer.toString()))
                            .digest())
                    .isEqualTo(referrer);
        }
    }
}
