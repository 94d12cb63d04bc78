package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCommandsTest {
    private static Toolkit toolkit;
    private static String host;
    private static Digest digest;

    @BeforeAll
    static void start(@TempDir Path folder) {
        toolkit = Toolkit.start();
        host = toolkit.registry().substring("http://".length());
        Path tar = image("team/app:1.0", "team/app:2.0", "team/gone:1", "team/gone:2")
                .layer("a.txt", "first")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        digest = await(toolkit.client().pushTarWithAllOriginalTags(tar.toString()))
                .images()
                .get(0)
                .digest();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @Test
    void pingsARegistryByUrlHostOptionAndEnvironment() {
        // When
        List<Ran> runs = List.of(
                Ran.run("ping", toolkit.registry()),
                Ran.run("ping", host),
                Ran.run("ping", "--registry", host),
                Ran.run("--registry", host, "ping"),
                Ran.run(Map.of("REGISTRY_URL", toolkit.registry()), "ping"));
        // Then
        assertThat(runs).allSatisfy(ran -> {
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("reachable").contains("registry/2.0");
            assertThat(ran.err()).isEmpty();
        });
    }

    @Test
    void pingsAsJson() {
        // When
        Ran ran = Ran.run("ping", host, "--json");
        // Then
        assertThat(ran.json().getBoolean("reachable")).isTrue();
        assertThat(ran.json().getString("apiVersion")).isEqualTo("registry/2.0");
    }

    @Test
    void listsRepositoriesAndTagsOneInALine() {
        // When
        Ran repos = Ran.run("repos", host);
        Ran tags = Ran.run("tags", host + "/team/app");
        // Then
        assertThat(repos.lines()).contains("team/app");
        assertThat(tags.lines()).containsExactly("1.0", "2.0");
    }

    @Test
    void listsRepositoriesAndTagsAsJson() {
        // When
        Ran repos = Ran.run("--json", "repos", host);
        Ran tags = Ran.run("tags", "--json", "http://" + host + "/team/app");
        // Then
        assertThat(repos.json().getJsonArray("repositories")).contains("team/app");
        assertThat(tags.json()).isEqualTo(new JsonObject("{\"repository\":\"team/app\",\"tags\":[\"1.0\",\"2.0\"]}"));
    }

    @Test
    void writesAManifestsExactBytes() {
        // When
        Ran byTag = Ran.run("manifest", host + "/team/app:1.0");
        Ran byDigest = Ran.run("manifest", host + "/team/app@" + digest, "--platform", "linux/amd64");
        Ran json = Ran.run("manifest", "team/app:1.0", "--registry", host, "--json");
        // Then
        assertThat(digest.matches(byTag.out().getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(digest.matches(byDigest.out().getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(json.json().getString("digest")).isEqualTo(digest.toString());
        assertThat(json.json().getString("content")).isEqualTo(byTag.out());
    }

    @Test
    void listsWhatRefersToAnImage() {
        // Given
        JsonObject signature = new JsonObject(
                        await(toolkit.client().getManifest("team/app", "1.0")).content())
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", "application/vnd.example.signature")
                .put("subject", new JsonObject().put("size", 1).put("digest", digest.toString()));
        Digest signed = await(toolkit.client()
                        .putManifest(new PutManifestRequest(
                                null, "team/app", "signed", MediaType.OCI_MANIFEST, signature.encode())))
                .digest();
        // When
        Ran text = Ran.run("referrers", host + "/team/app:1.0");
        Ran json = Ran.run("referrers", host + "/team/app@" + digest, "--artifact-type", "a/b", "--json");
        Ran wrong = Ran.run("referrers", host + "/team/app:1.0", "--artifact-type", "none");
        // Then
        await(toolkit.client().deleteManifest("team/app", signed.toString()));
        assertThat(text.lines()).singleElement().asString().contains(signed.toString(), "vnd.example.signature");
        assertThat(json.json())
                .isEqualTo(new JsonObject()
                        .put("repository", "team/app")
                        .put("digest", digest.toString())
                        .put("referrers", new JsonArray()));
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("field 'artifactType' is not a media type");
    }

    @Test
    void copiesToAnotherRegistry() {
        // Given
        String other = toolkit.anotherRegistry();
        String there = other.substring("http://".length());
        // When
        Ran first = Ran.run("copy", "team/app:1.0", there + "/mirror/app", "--registry", host);
        Ran second = Ran.run("copy", host + "/team/app:1.0", other + "/mirror/app:1.0", "--json", "--platform", "all");
        Ran wrong = Ran.run("copy", host + "/team/app:1.0", there + "/mirror/app", "--platform", "linux");
        // Then
        assertThat(first.out())
                .contains("copied")
                .contains(there + "/mirror/app:1.0")
                .contains(digest.toString());
        assertThat(first.code()).isZero();
        assertThat(second.json().getInteger("manifests")).isZero();
        assertThat(second.json().getString("digest")).isEqualTo(digest.toString());
        assertThat(await(toolkit.client().withRegistry(other).listTags("mirror/app")))
                .containsExactly("1.0");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--platform must be os/architecture");
    }

    @Test
    void tellsWhatAnImageIs() {
        // When
        Ran text = Ran.run("info", host + "/team/app:1.0");
        Ran json = Ran.run("info", host + "/team/app:1.0", "--json");
        // Then
        assertThat(text.lines())
                .contains("digest       " + digest)
                .contains("image        team/app:1.0")
                .contains("command      /bin/app")
                .contains("labels       team=blue");
        assertThat(json.json().getString("digest")).isEqualTo(digest.toString());
        assertThat(json.json().getInteger("layerCount")).isOne();
    }

    @Test
    void deletesATagAndThenTheDigest() {
        // When
        Ran tag = Ran.run("delete", host + "/team/gone:1");
        Ran rest = Ran.run("delete", host + "/team/gone@" + digest, "--json");
        // Then
        assertThat(tag.code()).isZero();
        assertThat(tag.lines()).containsExactly("manifest   " + digest + " stays", "tags gone  1");
        assertThat(rest.json().getBoolean("deleted")).isTrue();
        assertThat(rest.json().getJsonArray("tags")).containsExactly("2");
    }

    @Test
    void givesAnImageMoreTags() {
        // When
        Ran text = Ran.run("tag", host + "/team/app:1.0", "2.0", "3.0");
        Ran taken = Ran.run("tag", host + "/team/app@" + digest, "4.0", "--only-new", "--json");
        Ran none = Ran.run("tag", host + "/team/app:1.0");
        // Then
        assertThat(text.lines()).containsExactly("digest  " + digest, "2.0     had it already", "3.0     written");
        assertThat(taken.json().getJsonArray("tags").getJsonObject(0).getBoolean("written"))
                .isTrue();
        assertThat(none.code()).isEqualTo(2);
        Ran.run("delete", host + "/team/app:3.0");
        Ran.run("delete", host + "/team/app:4.0");
    }

    @Test
    void buildsAnIndex() {
        // When
        Ran text = Ran.run(
                "index", "create", host + "/team/index:1", "team/app:1.0", "--registry", host, "--annotation", "a=b=c");
        Ran elsewhere = Ran.run("index", "create", host + "/team/index:1", "127.0.0.1:1/team/app:1.0");
        Ran none = Ran.run("index");
        // Then
        assertThat(text.lines())
                .contains("written      " + host + "/team/index:1")
                .contains("linux/amd64  " + digest)
                .contains("blobs        0 uploaded, 2 mounted, 0 there already; 0 B sent");
        assertThat(Ran.run("manifest", host + "/team/index:1").out()).contains("\"annotations\":{\"a\":\"b=c\"}");
        assertThat(elsewhere.code()).isEqualTo(2);
        assertThat(elsewhere.err()).contains("is not of the registry of team/index:1");
        assertThat(none.code()).isEqualTo(2);
        Ran.run("delete", host + "/team/index:1");
    }

    @Test
    void changesAnImagesConfig() {
        // When
        Ran text = Ran.run(
                "edit",
                host + "/team/app:1.0",
                "team/edited:1",
                "--entrypoint",
                "[\"/bin/sh\", \"-c\"]",
                "--cmd",
                "id",
                "--env",
                "A=b=c",
                "--unset-label",
                "team",
                "--expose",
                "53/udp",
                "--user",
                "");
        Ran words = Ran.run("edit", host + "/team/app:1.0", "team/edited:1", "--cmd", "[1]");
        Ran nothing = Ran.run("edit", host + "/team/app:1.0", "team/edited:1");
        // Then
        assertThat(text.lines()).contains("blobs        1 uploaded, 1 mounted, 0 there already; " + sent(text));
        JsonObject config =
                Ran.run("info", host + "/team/edited:1", "--json").json().getJsonObject("config");
        assertThat(config.getJsonArray("entrypoint")).containsExactly("/bin/sh", "-c");
        assertThat(config.getJsonArray("cmd")).containsExactly("id");
        assertThat(config.getJsonArray("env")).containsExactly("PATH=/bin", "A=b=c");
        assertThat(config.getJsonObject("labels")).isEmpty();
        assertThat(words.err()).contains("--cmd is no JSON list of words: [1]");
        assertThat(nothing.err()).contains("field 'changes' changes nothing").contains("images.tag");
        assertThat(List.of(words.code(), nothing.code())).containsOnly(2);
    }

    private static String sent(Ran ran) {
        return ran.out().substring(ran.out().lastIndexOf("; ") + 2).strip();
    }

    @Test
    void failsWithOneAndSaysWhatIsNotThere() {
        // When
        Ran text = Ran.run("info", host + "/team/app:9");
        Ran json = Ran.run("tags", host + "/no/such", "--json");
        // Then
        assertThat(text.code()).isOne();
        assertThat(text.out()).isEmpty();
        assertThat(text.err())
                .startsWith("error: NOT_FOUND: ")
                .contains("team/app")
                .contains("hint: ");
        assertThat(json.code()).isOne();
        assertThat(json.err()).isEmpty();
        JsonObject error = json.json().getJsonObject("error");
        assertThat(error.getString("kind")).isEqualTo("NOT_FOUND");
        assertThat(error.getInteger("status")).isEqualTo(404);
        assertThat(error.getBoolean("retryable")).isFalse();
        assertThat(error.getString("hint")).isNotEmpty();
    }

    @Test
    void saysThatNoRegistryIsThere() {
        // Given
        String nobody = "127.0.0.1:1";
        // When
        Ran ran = Ran.run("ping", nobody);
        // Then
        assertThat(ran.code()).isOne();
        assertThat(ran.err()).startsWith("error: UNREACHABLE: ").contains(nobody);
    }

    @Test
    void saysThatWhatAnswersWithAPageIsNoRegistry() {
        // Given
        try (ScriptedServer server = ScriptedServer.answering(200, "text/html", "<html>hello</html>")) {
            // When
            Ran ran = Ran.run("manifest", server.url() + "/team/app:1.0");
            // Then
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .startsWith("error: REGISTRY_FAULT: ")
                    .contains("HTML page")
                    .contains("hint: is there a registry at " + server.url() + "?");
        }
    }
}
