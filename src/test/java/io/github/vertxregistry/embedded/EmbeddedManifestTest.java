package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.descriptor;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static io.github.vertxregistry.embedded.EmbeddedFixture.json;
import static io.github.vertxregistry.embedded.EmbeddedFixture.manifestOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EmbeddedLimits;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedManifestTest {
    private static final Digest MISSING = Digest.sha256(new byte[] {7});
    private static final String MANIFESTS = "/v2/team/app/manifests/";

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void writesATagOnlyWhileTheConditionHolds() {
        // Given
        Digest first = registry.image("team/app", "1.0");
        String other = registry.manifest("team/app", "another layer");
        // When
        var taken = conditionally("1.0", other, "If-None-Match", "*");
        var changed = conditionally("1.0", other, "If-Match", '"' + MISSING.toString() + '"');
        var absent = conditionally("2.0", other, "If-Match", "*");
        var same = conditionally("1.0", other, "If-Match", '"' + first.toString() + '"');
        var created = conditionally("3.0", other, "If-None-Match", "*");
        // Then
        assertThat(List.of(taken, changed, absent))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(412));
        assertThat(List.of(same, created))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(registry.get(MANIFESTS + "2.0").statusCode()).isEqualTo(404);
    }

    private HttpResponse<byte[]> conditionally(String tag, String manifest, String header, String value) {
        return registry.send(
                "PUT", MANIFESTS + tag, bytes(manifest), "Content-Type", MediaType.OCI_MANIFEST, header, value);
    }

    @Test
    void keepsTheExactBytesByTagAndByDigest() {
        // Given
        String manifest = registry.manifest("team/app", "a layer") + "\n ";
        Digest digest = Digest.sha256(bytes(manifest));

        // When
        HttpResponse<byte[]> response = registry.putManifest("team/app", "1.0", MediaType.OCI_MANIFEST, manifest);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "Location")).isEqualTo(MANIFESTS + digest);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(digest.toString());
        for (String reference :
                List.of("1.0", digest.toString(), digest.toString().replace(":", "%3A"))) {
            HttpResponse<byte[]> got = registry.get(MANIFESTS + reference);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo(bytes(manifest));
            assertThat(header(got, "Content-Type")).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(header(got, "Docker-Content-Digest")).isEqualTo(digest.toString());
        }
    }

    @Test
    void answersToHeadWithoutTheBody() {
        // Given
        Digest digest = registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> response = registry.head(MANIFESTS + "1");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(header(response, "Content-Length"))
                .isEqualTo(header(registry.get(MANIFESTS + "1"), "Content-Length"));
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ".INVALID", "-x"})
    void knowsNoManifestByATagThatIsNotThere(String tag) {
        // Given
        registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> response = registry.get(MANIFESTS + tag);

        // Then
        assertRefused(response, 404, "MANIFEST_UNKNOWN");
        assertThat(registry.head(MANIFESTS + tag).statusCode()).isEqualTo(404);
        assertRefused(registry.delete(MANIFESTS + tag), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void knowsNoManifestOfAnotherRepository() {
        // Given
        Digest digest = registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> response = registry.get("/v2/other/manifests/" + digest);

        // Then
        assertRefused(response, 404, "MANIFEST_UNKNOWN");
        assertRefused(registry.delete("/v2/other/manifests/" + digest), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void refusesReferencesThatAreNone() {
        // Given
        String manifest = registry.manifest("team/app", "a layer");

        // When
        HttpResponse<byte[]> digest = registry.putManifest("team/app", "sha256:bad", MediaType.OCI_MANIFEST, manifest);
        HttpResponse<byte[]> tag = registry.putManifest("team/app", ".x", MediaType.OCI_MANIFEST, manifest);

        // Then
        assertRefused(digest, 400, "DIGEST_INVALID");
        assertRefused(tag, 400, "TAG_INVALID");
        assertRefused(registry.get(MANIFESTS + "sha256:bad"), 400, "DIGEST_INVALID");
    }

    @Test
    void refusesADigestThatIsNotTheBodys() {
        // Given
        String manifest = registry.manifest("team/app", "a layer");

        // When
        HttpResponse<byte[]> response =
                registry.putManifest("team/app", MISSING.toString(), MediaType.OCI_MANIFEST, manifest);

        // Then
        assertRefused(response, 400, "DIGEST_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"a\":1}", "{\"config\":{}}", "{} {}", "{\"schemaVersion\":2,"})
    void refusesWhatIsNoManifest(String body) {
        // When
        HttpResponse<byte[]> response = registry.putManifest("team/app", "1", MediaType.OCI_MANIFEST, body);

        // Then
        assertRefused(response, 400, "MANIFEST_INVALID");
        assertRefused(registry.get("/v2/team/app/tags/list"), 404, "NAME_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"schemaVersion\":3", "\"schemaVersion\":1", "\"schemaVersion\":\"two\"", "\"other\":2"})
    void refusesAnotherVersionOfTheSchema(String version) {
        // Given
        String manifest = registry.manifest("team/app", "a layer").replace("\"schemaVersion\":2", version);

        // When
        HttpResponse<byte[]> response = registry.putManifest("team/app", "1", MediaType.OCI_MANIFEST, manifest);

        // Then
        assertRefused(response, 400, "MANIFEST_INVALID");
    }

    @Test
    void refusesAContentTypeThatIsNotTheBodys() {
        // Given
        String manifest = registry.manifest("team/app", "a layer");

        // When
        HttpResponse<byte[]> docker = registry.putManifest("team/app", "1", MediaType.DOCKER_MANIFEST, manifest);
        HttpResponse<byte[]> plain = registry.putManifest("team/app", "1", "application/json", manifest);
        HttpResponse<byte[]> other = registry.putManifest(
                "team/app", "1", "application/x", manifest.replace(MediaType.OCI_MANIFEST, "application/x"));

        // Then
        assertRefused(docker, 400, "MANIFEST_INVALID");
        assertRefused(plain, 400, "MANIFEST_INVALID");
        assertRefused(other, 400, "MANIFEST_INVALID");
    }

    @Test
    void refusesAManifestWhoseContentIsNotThere() {
        // Given
        Digest config = registry.blob("team/app", bytes("{}"));
        registry.blob("other", bytes("elsewhere"));
        JsonObject manifest = manifestOf(config, Digest.sha256(bytes("elsewhere")), 9);

        // When
        HttpResponse<byte[]> response =
                registry.putManifest("team/app", "1", MediaType.OCI_MANIFEST, manifest.encode());

        // Then
        assertRefused(response, 400, "MANIFEST_BLOB_UNKNOWN");
        JsonObject entry = json(response).getJsonArray("errors").getJsonObject(0);
        assertThat(entry.getJsonObject("detail").getString("digest"))
                .isEqualTo(Digest.sha256(bytes("elsewhere")).toString());
    }

    @Test
    void takesForeignLayersThatAreElsewhere() {
        // Given
        JsonObject manifest = manifestOf(registry.blob("team/app", bytes("{}")), MISSING, 9);
        manifest.put(
                "layers",
                List.of(descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", MISSING, 9)));

        // When
        HttpResponse<byte[]> response =
                registry.putManifest("team/app", "1", MediaType.OCI_MANIFEST, manifest.encode());

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
    }

    @Test
    void takesAnIndexOfWhatIsThereOnly() {
        // Given
        Digest child = registry.image("team/app", "1");
        String good = index(descriptor(MediaType.OCI_MANIFEST, child, 10)).encode();
        String sparse = index(descriptor(MediaType.OCI_MANIFEST, MISSING, 10)).encode();

        // When
        HttpResponse<byte[]> taken = registry.putManifest("team/app", "all", MediaType.OCI_INDEX, good);
        HttpResponse<byte[]> refused = registry.putManifest("team/app", "sparse", MediaType.OCI_INDEX, sparse);

        // Then
        assertThat(taken.statusCode()).isEqualTo(201);
        assertRefused(refused, 400, "MANIFEST_BLOB_UNKNOWN");
        assertThat(header(registry.get(MANIFESTS + "all"), "Content-Type")).isEqualTo(MediaType.OCI_INDEX);
    }

    @Test
    void refusesAManifestThatIsTooLarge() {
        // Given
        EmbeddedConfig small = EmbeddedConfig.defaults().withLimits(new EmbeddedLimits(1_024, null, null, null));
        try (EmbeddedFixture strict = EmbeddedFixture.with(small)) {
            String body = "{\"a\":\"" + "x".repeat(2_000) + "\"}";

            // When
            HttpResponse<byte[]> response = strict.putManifest("team/app", "1", MediaType.OCI_MANIFEST, body);

            // Then
            assertRefused(response, 413, "SIZE_INVALID");
            assertThat(strict.get("/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void deletesATagAlone() {
        // Given
        Digest digest = registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> response = registry.delete(MANIFESTS + "1");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(registry.head(MANIFESTS + "1").statusCode()).isEqualTo(404);
        assertThat(registry.head(MANIFESTS + digest).statusCode()).isEqualTo(200);
    }

    @Test
    void deletesAManifestWithAllItsTags() {
        // Given
        String manifest = registry.manifest("team/app", "a layer");
        registry.putManifest("team/app", "1", MediaType.OCI_MANIFEST, manifest);
        registry.putManifest("team/app", "latest", MediaType.OCI_MANIFEST, manifest);
        registry.image("team/app", "other");
        String digest = Digest.sha256(bytes(manifest)).toString();

        // When
        HttpResponse<byte[]> response = registry.delete(MANIFESTS + digest);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(registry.head(MANIFESTS + digest).statusCode()).isEqualTo(404);
        assertThat(json(registry.get("/v2/team/app/tags/list")).getJsonArray("tags"))
                .isEqualTo(new JsonArray().add("other"));
        assertRefused(registry.delete(MANIFESTS + digest), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void listsWhatRefersToASubjectThatNeedNotBeThere() {
        // Given
        JsonObject signature = new JsonObject(registry.manifest("team/app", "signature"))
                .put("artifactType", "application/x.signature+json")
                .put("annotations", new JsonObject().put("by", "me"))
                .put("subject", descriptor(MediaType.OCI_MANIFEST, MISSING, 10));
        JsonObject image = new JsonObject(registry.manifest("team/app", "sbom"))
                .put("subject", descriptor(MediaType.OCI_MANIFEST, MISSING, 10));
        Digest digest = Digest.sha256(bytes(signature.encode()));

        // When
        HttpResponse<byte[]> put =
                registry.putManifest("team/app", digest.toString(), MediaType.OCI_MANIFEST, signature.encode());
        registry.putManifest("team/app", "sbom", MediaType.OCI_MANIFEST, image.encode());
        HttpResponse<byte[]> all = registry.get("/v2/team/app/referrers/" + MISSING);
        HttpResponse<byte[]> some =
                registry.get("/v2/team/app/referrers/" + MISSING + "?artifactType=application%2Fx.signature%2Bjson");

        // Then
        assertThat(header(put, "OCI-Subject")).isEqualTo(MISSING.toString());
        assertThat(header(all, "Content-Type")).isEqualTo(MediaType.OCI_INDEX);
        assertThat(header(all, "OCI-Filters-Applied")).isNull();
        assertThat(json(all).getString("mediaType")).isEqualTo(MediaType.OCI_INDEX);
        assertThat(json(all).getInteger("schemaVersion")).isEqualTo(2);
        assertThat(json(all).getJsonArray("manifests"))
                .extracting(each -> ((JsonObject) each).getString("artifactType"))
                .containsExactlyInAnyOrder("application/x.signature+json", MediaType.OCI_CONFIG);
        assertThat(header(some, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(json(some).getJsonArray("manifests"))
                .containsExactly(descriptor(MediaType.OCI_MANIFEST, digest, bytes(signature.encode()).length)
                        .put("annotations", new JsonObject().put("by", "me"))
                        .put("artifactType", "application/x.signature+json"));
    }

    @Test
    void forgetsAReferrerThatIsDeleted() {
        // Given
        JsonObject signature = new JsonObject(registry.manifest("team/app", "signature"))
                .put("subject", descriptor(MediaType.OCI_MANIFEST, MISSING, 10));
        registry.putManifest("team/app", "sig", MediaType.OCI_MANIFEST, signature.encode());

        // When
        registry.delete(MANIFESTS + Digest.sha256(bytes(signature.encode())));

        // Then
        HttpResponse<byte[]> referrers = registry.get("/v2/team/app/referrers/" + MISSING);
        assertThat(referrers.statusCode()).isEqualTo(200);
        assertThat(json(referrers).getJsonArray("manifests")).isEmpty();
        assertRefused(registry.get("/v2/team/app/referrers/sha256:bad"), 400, "DIGEST_INVALID");
    }

    @Test
    void takesSha512AndTagsBesideADigest() throws Exception {
        // Given
        String manifest = registry.manifest("team/app", "a layer");
        String digest = "sha512:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes(manifest)));

        // When
        HttpResponse<byte[]> response =
                registry.putManifest("team/app", digest + "?tag=1&tag=latest", MediaType.OCI_MANIFEST, manifest);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "OCI-Tag")).isEqualTo("1, latest");
        assertThat(header(registry.head(MANIFESTS + "latest"), "Docker-Content-Digest"))
                .isEqualTo(digest);
        assertThat(registry.get(MANIFESTS + digest).body()).isEqualTo(bytes(manifest));
    }

    private static JsonObject index(JsonObject child) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", List.of(child));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
