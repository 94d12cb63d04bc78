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
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.message.ListRepositoriesRequest;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that asks a registry, through the typed client. */
class RegistryContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private void push(ImageTarFixture image) {
        Path tar = image.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        await(client.pushTarWithAllOriginalTags(tar.toString()));
    }

    @Test
    void pingsTheRegistry() {
        // When
        var reply = await(client.ping());
        // Then
        assertThat(reply.reachable()).isTrue();
        assertThat(reply.apiVersion()).isEqualTo("registry/2.0");
        assertThat(reply.authenticated()).isTrue();
    }

    @Test
    void listsPagesAndAll() {
        // Given
        push(image("pages/a:1", "pages/b:1", "pages/b:2", "pages/b:3").layer("a", "pages"));
        // When
        RepositoriesPage first = await(client.listRepositories(new ListRepositoriesRequest(null, 1, null)));
        TagsPage tags = await(client.listTags(new ListTagsRequest(null, "pages/b", 2, null)));
        TagsPage rest = await(client.listTags(new ListTagsRequest(null, "pages/b", 2, tags.next())));
        // Then
        assertThat(first.repositories()).hasSize(1);
        assertThat(first.next()).isNotNull();
        assertThat(tags.tags()).containsExactly("1", "2");
        assertThat(rest.tags()).containsExactly("3");
        assertThat(rest.next()).isNull();
        assertThat(await(client.listRepositories())).contains("pages/a", "pages/b");
        assertThat(await(client.listTags("pages/b"))).containsExactly("1", "2", "3");
    }

    @Test
    void getsAndPutsAManifestByteForByte() {
        // Given
        push(image("manifest/app:1").layer("a", "manifest"));
        ManifestReply got = await(client.getManifest("manifest/app", "1"));
        // When
        ManifestReply put = await(
                client.putManifest(new PutManifestRequest(null, "manifest/app", "2", got.mediaType(), got.content())));
        // Then
        assertThat(put.digest()).isEqualTo(got.digest());
        ManifestReply head = await(client.headManifest("manifest/app", "2"));
        assertThat(head.digest()).isEqualTo(got.digest());
        assertThat(head.size()).isEqualTo(got.content().length());
        assertThat(head.content()).isNull();
        assertThat(await(client.getManifest("manifest/app", got.digest().toString()))
                        .content())
                .isEqualTo(got.content());
    }

    @Test
    void tellsAllOfAnImage() {
        // Given
        ImageTarFixture image = image("info/app:1").layer("a", "one").layer("b", "two");
        push(image);
        // When
        ImageInfo info = await(client.imageInfo("info/app", "1"));
        // Then
        assertThat(info.tag()).isEqualTo("1");
        assertThat(info.layerCount()).isEqualTo(2);
        assertThat(info.os()).isEqualTo("linux");
        assertThat(info.created()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(info.configSize()).isEqualTo(image.config().length);
        assertThat(info.layerSize())
                .isEqualTo(image.layers().stream()
                        .mapToLong(l -> l.stored().length)
                        .sum());
        assertThat(info.totalSize())
                .isEqualTo(
                        info.configSize() + info.layerSize() + info.manifest().length());
        assertThat(info.history()).hasSize(2);
        assertThat(info.config()).isNotNull();
    }

    @Test
    void choosesThePlatformOfAnIndexOrListsWhatThereIs() {
        // Given
        push(image("platform/app:arm").platform("linux/arm64/v8").layer("a", "arm"));
        push(image("platform/app:amd").platform("linux/amd64").layer("a", "amd"));
        ManifestReply arm = await(client.getManifest("platform/app", "arm"));
        ManifestReply amd = await(client.getManifest("platform/app", "amd"));
        String index = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", "application/vnd.oci.image.index.v1+json")
                .put("manifests", new JsonArray().add(entry(arm, "arm64")).add(entry(amd, "amd64")))
                .encode();
        await(client.putManifest(
                new PutManifestRequest(null, "platform/app", "all", "application/vnd.oci.image.index.v1+json", index)));
        // When
        ImageInfo info = await(client.imageInfo(new ImageInfoRequest(null, "platform/app", "all", "linux/arm64")));
        // Then
        assertThat(info.digest()).isEqualTo(arm.digest());
        assertThat(info.platforms()).containsExactly("linux/arm64", "linux/amd64");
        RegistryException none =
                failure(client.imageInfo(new ImageInfoRequest(null, "platform/app", "all", "linux/s390x")));
        assertThat(none.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(none.hint().orElseThrow()).contains("linux/arm64, linux/amd64");
    }

    @Test
    void takesNoImageThatStandsAloneForOneOfAnotherPlatform() {
        // Given
        push(image("alone/app:1").platform("linux/arm64/v8").layer("a", "alone"));
        // When
        RegistryException other =
                failure(client.imageInfo(new ImageInfoRequest(null, "alone/app", "1", "linux/amd64")));
        // Then
        assertThat(other.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(other).hasMessageContaining("alone/app:1 has no image for linux/amd64");
        assertThat(other.hint()).hasValue("it has linux/arm64 alone");
        assertThat(await(client.imageInfo("alone/app", "1")).architecture()).isEqualTo("arm64");
        assertThat(await(client.imageInfo(new ImageInfoRequest(null, "alone/app", "1", "linux/arm64")))
                        .architecture())
                .isEqualTo("arm64");
    }

    private static JsonObject entry(ManifestReply manifest, String architecture) {
        return new JsonObject()
                .put("mediaType", manifest.mediaType())
                .put("digest", manifest.digest().toString())
                .put("size", manifest.size())
                .put("platform", new JsonObject().put("os", "linux").put("architecture", architecture));
    }

    @Test
    void deletesATagAndNothingElse() {
        // Given
        push(image("delete/app:1", "delete/app:2").layer("a", "delete"));
        // When
        DeleteImageReply reply = await(client.deleteTag("delete/app", "1"));
        // Then
        assertThat(reply.deleted()).isFalse();
        assertThat(reply.tags()).containsExactly("1");
        assertThat(await(client.listTags("delete/app"))).containsExactly("2");
    }

    @Test
    void deletesADigestWithItsTags() {
        // Given
        push(image("digest/app:1", "digest/app:2").layer("a", "digest"));
        Digest digest = await(client.headManifest("digest/app", "1")).digest();
        // When
        DeleteImageReply reply = await(client.deleteDigest("digest/app", digest));
        // Then
        assertThat(reply.deleted()).isTrue();
        assertThat(reply.tags()).containsExactly("1", "2");
        assertThat(failure(client.headManifest("digest/app", "2")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void deletesNothingWhereOtherTagsShareTheDigestAndOnlyDigestsCanBeDeleted() {
        // Given
        push(image("shared/app:1", "shared/app:2").layer("a", "shared"));
        try (ScriptedServer digestsOnly = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("DELETE") && !exchange.uri().contains("sha256:")) {
                exchange.answer(400, Map.of(), "{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            RegistryClient old = client.withRegistry(digestsOnly.url());
            // When
            RegistryException failure = failure(old.deleteTag("shared/app", "1"));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure).hasMessageContaining("2");
            assertThat(await(client.listTags("shared/app"))).containsExactly("1", "2");
            assertThat(await(old.deleteImage(new DeleteImageRequest(null, "shared/app", "1", true, false)))
                            .tags())
                    .containsExactly("1", "2");
        }
    }

    @Test
    void tellsOfBlobs() {
        // Given
        ImageTarFixture image = image("blob/app:1").layer("a", "blob");
        push(image);
        Digest layer = image.layers().get(0).digest();
        // When
        long size = await(client.headBlob("blob/app", layer)).size();
        // Then
        assertThat(size).isEqualTo(image.layers().get(0).stored().length);
        await(client.deleteBlob("blob/app", layer));
        assertThat(failure(client.headBlob("blob/app", layer)).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(failure(client.listTags("not/there")).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(client.imageInfo("not/there", "1")).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(client.deleteTag("not/there", "1")).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(client.deleteManifest("not/there", "1")).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void saysThatNoRegistryIsConfiguredByThatId() {
        // When
        RegistryException failure = failure(client.withRegistry("locl").ping());
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessage("no registry 'locl' is configured");
        assertThat(failure.hint().orElseThrow()).contains("http://");
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThat(failure(client.listTags("Upper/case")).kind()).isEqualTo(FailureKind.NAME_INVALID);
        assertThat(failure(client.listTags("a/../b")).kind()).isEqualTo(FailureKind.NAME_INVALID);
        assertThat(failure(client.imageInfo("app", "-tag")).kind()).isEqualTo(FailureKind.NAME_INVALID);
        assertThat(failure(client.imageInfo("app", "sha256:short")).kind()).isEqualTo(FailureKind.NAME_INVALID);
        assertThat(failure(client.withRegistry("http://a b").ping()).kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure(client.withRegistry("ftp://a").ping()).kind()).isEqualTo(FailureKind.BAD_REQUEST);
    }
}
