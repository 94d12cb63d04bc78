package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.DeleteImageRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are deleted with what refers to them, at registries with the referrers API and without. */
class DeleteReferrersTest {
    private static Toolkit toolkit;
    private static ScriptedServer old;

    @TempDir
    private Path folder;

    private RegistryImages images;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        old = ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, toolkit.registry()));
    }

    @AfterAll
    static void stop() {
        old.close();
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
    }

    private static RegistryClient client(boolean withApi) {
        return toolkit.client().withRegistry(withApi ? toolkit.registry() : old.url());
    }

    private Digest push(String repository) {
        return images.push(image(repository + ":1").layer("a", repository), ManifestFormat.OCI);
    }

    /** Writes a manifest that refers to another one; returns its digest. */
    private Digest refer(RegistryClient client, String repository, Digest subject, String text) {
        String content = images.manifest(repository, "1")
                .put("annotations", new JsonObject().put("text", text))
                .put("subject", images.descriptor(repository, subject.toString()))
                .encode();
        String digest = Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).toString();
        return await(client.putManifest(
                        new PutManifestRequest(null, repository, digest, MediaType.OCI_MANIFEST, content)))
                .digest();
    }

    private static boolean isThere(String repository, Object reference) {
        try {
            await(toolkit.client().headManifest(repository, reference.toString()));
            return true;
        } catch (RegistryException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            return false;
        }
    }

    private static String tag(Digest subject) {
        return subject.toString().replace(':', '-');
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletesWhatRefersToAnImageAndWhatRefersToThat(boolean withApi) {
        // Given
        String repository = "whole/" + withApi;
        RegistryClient client = client(withApi);
        Digest subject = push(repository);
        Digest signature = refer(client, repository, subject, "signature");
        Digest stamp = refer(client, repository, signature, "stamp");
        String cosign = images.manifest(repository, "1")
                .put("annotations", new JsonObject().put("text", "cosign"))
                .encode();
        Digest cosigned = await(client.putManifest(new PutManifestRequest(
                        null, repository, tag(subject) + ".sig", MediaType.OCI_MANIFEST, cosign)))
                .digest();
        // When
        DeleteImageReply deleted =
                await(client.deleteImage(new DeleteImageRequest(null, repository, "1", false, true)));
        // Then
        assertThat(deleted.deleted()).isTrue();
        assertThat(deleted.tags()).containsExactly("1");
        assertThat(deleted.referrers()).contains(signature, stamp, cosigned);
        assertThat(deleted.referrers().indexOf(stamp))
                .isLessThan(deleted.referrers().indexOf(signature));
        assertThat(new Object[] {subject, signature, stamp, cosigned, tag(subject), tag(signature)})
                .noneMatch(reference -> isThere(repository, reference));
    }

    @Test
    void deletesNothingWhereOtherTagsShareTheDigest() {
        // Given
        Digest subject = push("shared/app");
        Digest signature = refer(client(true), "shared/app", subject, "signature");
        await(client(true).tagImage("shared/app", "1", "2"));
        // When
        RegistryException failure =
                failure(client(true).deleteImage(new DeleteImageRequest(null, "shared/app", "1", false, true)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure)
                .hasMessage("what refers to shared/app:1 goes with its digest alone, which these tags share: 2");
        assertThat(isThere("shared/app", signature)).isTrue();
        assertThat(await(client(true).deleteImage(new DeleteImageRequest(null, "shared/app", "1", true, true)))
                        .tags())
                .containsExactly("1", "2");
        assertThat(isThere("shared/app", signature)).isFalse();
    }

    @Test
    void takesWhatIsDeletedOutOfTheReferrersTag() {
        // Given
        Digest subject = push("leave/app");
        Digest first = refer(client(false), "leave/app", subject, "first");
        Digest second = refer(client(false), "leave/app", subject, "second");
        // When
        await(client(false).deleteDigest("leave/app", first));
        var left = await(client(false).listReferrers("leave/app", subject));
        await(client(false).deleteManifest("leave/app", second.toString()));
        // Then
        assertThat(left).extracting(each -> each.digest()).containsExactly(second);
        assertThat(isThere("leave/app", tag(subject))).isFalse();
        assertThat(isThere("leave/app", subject)).isTrue();
    }

    @Test
    void leavesWhatIsListedAndDoesNotRefer() {
        // Given
        Digest subject = push("listed/app");
        Digest innocent = images.push(image("listed/app:other").layer("b", "other"), ManifestFormat.OCI);
        String index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", new JsonArray().add(images.descriptor("listed/app", innocent.toString())))
                .encode();
        await(client(false)
                .putManifest(new PutManifestRequest(null, "listed/app", tag(subject), MediaType.OCI_INDEX, index)));
        // When
        DeleteImageReply deleted =
                await(client(false).deleteImage(new DeleteImageRequest(null, "listed/app", "1", false, true)));
        // Then
        assertThat(deleted.referrers()).doesNotContain(innocent);
        assertThat(isThere("listed/app", innocent)).isTrue();
        assertThat(isThere("listed/app", subject)).isFalse();
    }
}
