package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ArtifactFile;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PullArtifactRequest;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are pushed as artifacts and pulled again, through the typed client and real sockets. */
class ArtifactContractTest {
    private static final String TYPE = "application/vnd.example+json";
    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    private Path target;

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
    void prepare() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            return files.filter(Files::isRegularFile)
                    .map(each -> target.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void writesTheManifestThatOrasWrites() throws IOException {
        // Given
        PushArtifactRequest request = new PushArtifactRequest(
                null,
                "plain/art",
                "1",
                TYPE,
                List.of(
                        ArtifactFile.of(file("a.txt", "first\n")),
                        new ArtifactFile(file("b.json", "{}"), "sub/b.json", "application/json")),
                Map.of("org.example", "yes"),
                null);
        // When
        ArtifactReply pushed = await(client.pushArtifact(request));
        ArtifactReply again = await(client.pushArtifact(request));
        // Then
        // As oras 1.3.6 wrote it for the same files, but for the time that it adds.
        assertThat(await(client.getManifest("plain/art", "1")).content()).isEqualTo("""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "artifactType":"application/vnd.example+json",\
                "config":{"mediaType":"application/vnd.oci.empty.v1+json",\
                "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2,"data":"e30="},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
                "digest":"sha256:b640e840b19d378660b32fb51ae18d67dccb4a8596a29e7bd72c1b2ae5928f41",\
                "size":6,"annotations":{"org.opencontainers.image.title":"a.txt"}},\
                {"mediaType":"application/json",\
                "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",\
                "size":2,"annotations":{"org.opencontainers.image.title":"sub/b.json"}}],\
                "annotations":{"org.example":"yes"}}""");
        assertThat(pushed.files()).extracting(ArtifactReply.Entry::moved).containsExactly(true, true);
        assertThat(pushed.bytes()).isEqualTo(8);
        assertThat(again.digest()).isEqualTo(pushed.digest());
        assertThat(again.bytes()).isZero();
    }

    @Test
    void pullsTheFilesAndFetchesNoneTwice() throws IOException {
        // Given
        await(client.pushArtifact(new PushArtifactRequest(
                null,
                "pull/art",
                "1",
                TYPE,
                List.of(
                        ArtifactFile.of(file("a.txt", "first")),
                        new ArtifactFile(file("empty", ""), "sub/deep/empty", null)),
                null,
                null)));
        // When
        ArtifactReply first = await(client.pullArtifact(PullArtifactRequest.of("pull/art", "1", target.toString())));
        ArtifactReply second = await(client.pullArtifact(PullArtifactRequest.of("pull/art", "1", target.toString())));
        // Then
        assertThat(names()).containsExactly("a.txt", "sub/deep/empty");
        assertThat(target.resolve("a.txt")).hasContent("first");
        assertThat(first.artifactType()).isEqualTo(TYPE);
        assertThat(first.files()).extracting(ArtifactReply.Entry::moved).containsExactly(true, true);
        assertThat(first.bytes()).isEqualTo(5);
        assertThat(second.files()).extracting(ArtifactReply.Entry::moved).containsExactly(false, false);
        assertThat(second.bytes()).isZero();
    }

    @Test
    void attachesAnArtifactToAnImage() throws IOException {
        // Given
        Digest subject =
                new RegistryImages(toolkit, folder).push(image("attach/app:1").layer("a", "b"), ManifestFormat.OCI);
        PushArtifactRequest request =
                PushArtifactRequest.of("attach/app", null, TYPE, file("sbom.json", "{\"sbom\":1}"));
        // When
        ArtifactReply attached = await(client.pushArtifact(request.withSubject("1")));
        ArtifactReply noted = await(client.pushArtifact(
                new PushArtifactRequest(null, "attach/app", null, null, null, Map.of("a", "b"), "1")));
        // Then
        assertThat(attached.subject()).isEqualTo(subject);
        assertThat(attached.reference()).endsWith("/attach/app@" + attached.digest());
        assertThat(await(client.listReferrers("attach/app", subject)))
                .extracting(Descriptor::digest, Descriptor::artifactType)
                .containsExactlyInAnyOrder(
                        tuple(attached.digest(), TYPE), tuple(noted.digest(), "application/vnd.unknown.artifact.v1"));
        RegistryException missing = failure(client.pushArtifact(request.withSubject("none")));
        assertThat(missing.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(missing).hasMessageContaining("has no attach/app:none, to which the artifact would refer");
    }

    @Test
    void writesNothingWhereAnotherFileIsInTheWay() throws IOException {
        // Given
        await(client.pushArtifact(
                PushArtifactRequest.of("force/art", "1", TYPE, file("a.txt", "theirs"), file("b.txt", "second"))));
        Files.writeString(target.resolve("b.txt"), "mine");
        PullArtifactRequest request = PullArtifactRequest.of("force/art", "1", target.toString());
        // When
        RegistryException refused = failure(client.pullArtifact(request));
        List<String> before = names();
        ArtifactReply forced = await(client.pullArtifact(request.withForce()));
        // Then
        assertThat(refused.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(refused).hasMessageContaining("b.txt is there, and is not what the artifact has");
        assertThat(before).containsExactly("b.txt");
        assertThat(forced.bytes()).isEqualTo(12);
        assertThat(target.resolve("b.txt")).hasContent("second");
        assertThat(names()).containsExactly("a.txt", "b.txt");
    }

    /** Writes an artifact with one layer of that title; returns its tag. */
    private static String titled(String title) {
        JsonObject manifest =
                new JsonObject(await(client.getManifest("evil/art", "plain")).content());
        manifest.getJsonArray("layers")
                .getJsonObject(0)
                .getJsonObject("annotations")
                .put("org.opencontainers.image.title", title);
        await(client.putManifest(
                new PutManifestRequest(null, "evil/art", "evil", MediaType.OCI_MANIFEST, manifest.encode())));
        return "evil";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../out", "a/../../out", "/out", "", ".", "..", "a//b", "a\\..\\out", "C:out", "link/out", "a\n"
            })
    void writesNothingOutsideOfTheFolder(String title) throws IOException {
        // Given
        await(client.pushArtifact(PushArtifactRequest.of("evil/art", "plain", TYPE, file("a.txt", "evil"))));
        Files.createSymbolicLink(target.resolve("link"), folder);
        String tag = titled(title);
        // When
        RegistryException failure =
                failure(client.pullArtifact(PullArtifactRequest.of("evil/art", tag, target.toString())));
        // Then
        assertThat(failure.kind()).isIn(FailureKind.DENIED, FailureKind.CONFLICT);
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesNothingOfAFileThatIsWrong() throws IOException {
        // Given
        await(client.pushArtifact(PushArtifactRequest.of("wrong/art", "1", TYPE, file("a.txt", "right"))));
        try (ScriptedServer lying = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/blobs/")) {
                exchange.answer(200, Map.of(), "wrong");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(client.withRegistry(lying.url())
                    .pullArtifact(PullArtifactRequest.of("wrong/art", "1", target.toString())));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            try (Stream<Path> left = Files.list(target)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void namesFilesAndFoldersThatAreNotThere() throws IOException {
        // Given
        await(client.pushArtifact(PushArtifactRequest.of("there/art", "1", TYPE, file("a.txt", "a"))));
        // When
        RegistryException noFile =
                failure(client.pushArtifact(PushArtifactRequest.of("there/art", "2", TYPE, folder + "/none")));
        RegistryException aFolder =
                failure(client.pushArtifact(PushArtifactRequest.of("there/art", "2", TYPE, folder.toString())));
        RegistryException noFolder =
                failure(client.pullArtifact(PullArtifactRequest.of("there/art", "1", folder + "/none")));
        // Then
        assertThat(List.of(noFile, aFolder, noFolder))
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND));
        assertThat(aFolder.hint()).hasValue("an artifact is made of files: pack the folder, with tar for one");
    }

    @Test
    void warnsOfAnImageThatHasNoFiles() throws IOException {
        // Given
        new RegistryImages(toolkit, folder).push(image("image/app:1").layer("a", "b"), ManifestFormat.OCI);
        // When
        ArtifactReply pulled = await(client.pullArtifact(PullArtifactRequest.of("image/app", "1", target.toString())));
        // Then
        assertThat(pulled.files()).isEmpty();
        assertThat(pulled.warnings()).singleElement().asString().contains("has no layer with a file's name");
    }
}
