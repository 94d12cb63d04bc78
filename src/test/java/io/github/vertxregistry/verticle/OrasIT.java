package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.ArtifactFile;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.PullArtifactRequest;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ORAS reads what the toolkit writes, and the other way round, at a registry that has no referrers API. */
@RequiresDocker(with = "oras")
class OrasIT {
    private static final String TYPE = "application/vnd.example+json";
    private static RegistryContainer registry;
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        registry = new RegistryContainer();
        registry.start();
        toolkit = Toolkit.against(registry.url(), new JsonObject());
    }

    @AfterAll
    static void stop() {
        if (toolkit != null) {
            toolkit.close();
        }
        if (registry != null) {
            registry.stop();
        }
    }

    private String name(String image) {
        return registry.authority() + "/" + image;
    }

    private JsonObject manifest(String repository, String tag) {
        return new JsonObject(
                await(toolkit.client().getManifest(repository, tag)).content());
    }

    @Test
    void orasPullsAndDiscoversWhatWasPushed() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("a.txt"), "first\n");
        Path target = Files.createDirectory(folder.resolve("target"));
        await(toolkit.client().pushArtifact(PushArtifactRequest.of("ours/art", "1", TYPE, file.toString())));
        ArtifactReply attached = await(toolkit.client()
                .pushArtifact(PushArtifactRequest.of("ours/art", null, TYPE, file.toString())
                        .withAnnotation("org.example", "yes")
                        .withSubject("1")));
        // When
        Command.runIn(target, "oras", "pull", "--plain-http", name("ours/art:1"));
        JsonObject discovered =
                new JsonObject(Command.run("oras", "discover", "--plain-http", "--format", "json", name("ours/art:1")));
        // Then
        assertThat(target.resolve("a.txt")).hasContent("first\n");
        JsonObject referrer = discovered.getJsonArray("referrers").getJsonObject(0);
        assertThat(referrer.getString("digest")).isEqualTo(attached.digest().toString());
        assertThat(referrer.getString("artifactType")).isEqualTo(TYPE);
        assertThat(referrer.getJsonObject("annotations")).isEqualTo(new JsonObject().put("org.example", "yes"));
    }

    @Test
    void pushesWhatRefersToAnImageOfALayoutThatOrasWrote() throws Exception {
        // Given
        Files.writeString(folder.resolve("a.txt"), "first\n");
        Path layout = folder.resolve("layout");
        String image = name("theirs/signed:1");
        Command.runIn(folder, "oras", "push", "--plain-http", image, "a.txt");
        Command.runIn(folder, "oras", "attach", "--plain-http", "--artifact-type", TYPE, image, "a.txt");
        Command.run("oras", "copy", "--from-plain-http", "--to-oci-layout", "--recursive", image, layout + ":1");
        // When
        PushReply pushed = await(toolkit.client()
                .push(PushRequest.of(layout.toString()).as("ours/signed", "1").withReferrers()));
        // Then
        assertThat(pushed.warnings()).isEmpty();
        assertThat(pushed.images()).extracting(PushedImage::referrers).containsExactly(1);
        assertThat(discovered("ours/signed:1")).isEqualTo(discovered("theirs/signed:1"));
        assertThat(discovered("ours/signed:1")).hasSize(1);
    }

    private List<String> discovered(String image) throws Exception {
        return new JsonObject(Command.run("oras", "discover", "--plain-http", "--format", "json", name(image)))
                .getJsonArray("referrers").stream()
                        .map(each -> ((JsonObject) each).getString("digest"))
                        .toList();
    }

    @Test
    void writesTheSameManifestAsOras() throws Exception {
        // Given
        Files.writeString(folder.resolve("a.txt"), "first\n");
        Path typed = Files.writeString(folder.resolve("b.json"), "{}");
        Command.runIn(
                folder,
                "oras",
                "push",
                "--plain-http",
                "--artifact-type",
                TYPE,
                "--annotation",
                "org.opencontainers.image.created=2026-01-02T03:04:05Z",
                name("theirs/art:1"),
                "a.txt",
                "b.json:application/json");
        // When
        await(toolkit.client()
                .pushArtifact(new PushArtifactRequest(
                                null,
                                "ours/same",
                                "1",
                                TYPE,
                                List.of(
                                        ArtifactFile.of(folder.resolve("a.txt").toString()),
                                        new ArtifactFile(typed.toString(), null, "application/json")),
                                null,
                                null)
                        .withAnnotation("org.opencontainers.image.created", "2026-01-02T03:04:05Z")));
        // Then
        assertThat(manifest("ours/same", "1")).isEqualTo(manifest("theirs/art", "1"));
    }

    @Test
    void pullsAndListsWhatOrasPushed() throws Exception {
        // Given
        Files.writeString(folder.resolve("a.txt"), "first\n");
        Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("c.txt"), "packed\n");
        Path target = Files.createDirectory(folder.resolve("target"));
        Command.runIn(folder, "oras", "push", "--plain-http", name("theirs/two:1"), "a.txt", "sub");
        Command.runIn(
                folder,
                "oras",
                "attach",
                "--plain-http",
                "--artifact-type",
                "application/sig",
                name("theirs/two:1"),
                "a.txt");
        // When
        ArtifactReply pulled =
                await(toolkit.client().pullArtifact(PullArtifactRequest.of("theirs/two", "1", target.toString())));
        var referrers = await(toolkit.client().listReferrers("theirs/two", pulled.digest()));
        // Then
        assertThat(target.resolve("a.txt")).hasContent("first\n");
        assertThat(target.resolve("sub.tar.gz")).isRegularFile();
        assertThat(pulled.warnings()).containsExactly("sub is a folder that was packed: it is written as sub.tar.gz");
        assertThat(referrers).extracting(Descriptor::artifactType).containsExactly("application/sig");
    }
}
