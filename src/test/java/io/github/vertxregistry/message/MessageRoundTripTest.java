package io.github.vertxregistry.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.model.TarReferrer;
import io.github.vertxregistry.model.TarReferrers;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that travels, through real bytes: a long may come back as an Integer, an enum as a text. */
class MessageRoundTripTest {
    private static final Digest DIGEST = Digest.sha256(new byte[] {1});
    private static final long LARGE = 9_000_000_000L;

    private static SyncStatus syncStatus() {
        return new SyncStatus(
                "job-1",
                SyncStatus.State.RUNNING,
                "a",
                "http://b/mirror",
                false,
                "2026-01-02T03:04:05Z",
                LARGE,
                new SyncTotals(5, 1, 2, 1, 1, 0, LARGE),
                List.of("team/app:1"),
                List.of("mirror/team/app:0"),
                List.of(new SyncFailure("team/app:2", "DENIED", "no")),
                Map.of("node-1", 2),
                "waits");
    }

    static Stream<Object> messages() {
        ImageConfig.Container container = new ImageConfig.Container(
                List.of("sh"), List.of(), List.of("A=1"), null, "/", List.of("80/tcp"), Map.of("l", "v"));
        ImageConfig.History step = new ImageConfig.History("2026-01-02T03:04:05Z", "COPY", null, null, true);
        TarBlob blob = new TarBlob(DIGEST, LARGE, Compression.GZIP, "/a.tar", 512, "blobs/x");
        ImageFile file = new ImageFile(
                "etc/os", "symlink", "0777", LARGE, 1, LARGE, 7, "x", List.of("security.capability"), DIGEST);
        return Stream.of(
                new PingRequest("local"),
                new PingReply(true, "registry/2.0", false, 12),
                new ListRepositoriesRequest(null, 5, "a"),
                new RepositoriesPage(List.of("a", "b"), "b"),
                new ListTagsRequest("local", "team/app", null, null),
                new TagsPage("team/app", List.of("1"), null),
                new ManifestRequest(null, "team/app", DIGEST.toString()),
                new ManifestReply(DIGEST, MediaType.OCI_MANIFEST, LARGE, "{ \"a\" : \"\u00e4\" }"),
                new PutManifestRequest(null, "team/app", "1", MediaType.OCI_MANIFEST, "{}"),
                new DeletedReply(DIGEST),
                new BlobRequest(null, "team/app", DIGEST),
                new BlobReply(DIGEST, 1),
                new ImageInfoRequest(null, "team/app", "1", "linux/arm64/v8"),
                new ImageInfo(
                        "team/app",
                        "1",
                        DIGEST,
                        MediaType.OCI_MANIFEST,
                        "{}",
                        "amd64",
                        "linux",
                        null,
                        1,
                        LARGE,
                        LARGE + 1,
                        1,
                        container,
                        List.of(new Descriptor(
                                MediaType.OCI_LAYER,
                                LARGE,
                                DIGEST,
                                List.of("https://example.org/l"),
                                Map.of("a", "b"),
                                new Platform("windows", "amd64", null, "10.0"),
                                null)),
                        List.of(DIGEST),
                        List.of(step),
                        List.of("linux/amd64")),
                new DeleteImageRequest(null, "team/app", "1", true, true),
                new DeleteImageReply(DIGEST, true, List.of("1"), List.of(DIGEST)),
                SyncRequest.of("a", "http://b", "team/*", "regex:x.+")
                        .as("job-1")
                        .under("mirror")
                        .withTags("semver:^1")
                        .deletingVanished(),
                new SyncJobRequest("job-1"),
                new ListSyncRequest(),
                new SyncSignal("job-1"),
                new SyncJobs(List.of(syncStatus().brief())),
                syncStatus(),
                new ListReferrersRequest("local", "team/app", DIGEST, "application/vnd.example+json", "?last=a"),
                new ReferrersPage(
                        "team/app",
                        DIGEST,
                        List.of(new Descriptor(
                                MediaType.OCI_MANIFEST, LARGE, DIGEST, List.of(), Map.of("a", "b"), null, "a/b")),
                        null),
                new CreateIndexRequest(
                        "local",
                        "team/app",
                        "1",
                        List.of(ImageReference.of("team/app:arm"), ImageReference.of("a@" + DIGEST)),
                        ManifestFormat.OCI,
                        Map.of("a", "b")),
                new AssembledImage(
                        "h/a:1",
                        DIGEST,
                        MediaType.OCI_INDEX,
                        List.of(Descriptor.of(MediaType.OCI_MANIFEST, DIGEST, 5)),
                        1,
                        2,
                        3,
                        LARGE,
                        List.of("careful")),
                new EditImageRequest(
                        "local",
                        "team/app",
                        "1",
                        "linux/arm64",
                        ImageReference.of("team/app:2"),
                        ImageChanges.NONE
                                .withEnv("A", "b=c")
                                .withoutEnv("B")
                                .withLabel("l", "")
                                .withAnnotation("a", "x")
                                .withEntrypoint("/bin/app")
                                .withCmd("-v", "1")
                                .withUser("app")
                                .withWorkingDir("/srv")
                                .withExposedPort("53/udp")
                                .withCreated("2026-01-02T03:04:05Z")),
                new TagImageRequest(null, "team/app", "1", List.of("2", "3"), true),
                new TagImageReply(DIGEST, MediaType.OCI_MANIFEST, List.of(new TagImageReply.Tagged("2", true, DIGEST))),
                new PushArtifactRequest(
                        "local",
                        "team/app",
                        "1",
                        "application/vnd.example+json",
                        List.of(new ArtifactFile("/srv/a.txt", "b/a.txt", "text/plain")),
                        Map.of("a", "b"),
                        DIGEST.toString()),
                new PullArtifactRequest("local", "team/app", "1", "/srv", true),
                new ArtifactReply(
                        "h/a:1",
                        DIGEST,
                        "a/b",
                        DIGEST,
                        List.of(new ArtifactReply.Entry("a.txt", "/srv/a.txt", "text/plain", LARGE, DIGEST, true)),
                        LARGE,
                        List.of("careful")),
                new CopyRequest(
                        new ImagePlace("local", "team/app", "1"),
                        new ImagePlace("http://h:1", "team/app", DIGEST.toString()),
                        List.of("linux/amd64"),
                        true,
                        2),
                new CopiedImage("h/a:1", DIGEST, MediaType.OCI_INDEX, 1, 2, 3, 4, 5, LARGE, List.of("careful")),
                new ExportRequest(new ImageSource("local", "team/app", "1", "linux/arm64", null, null), "/a.tar", true),
                new ExportReply(DIGEST, "/a.tar", LARGE, 7),
                new DiffImagesRequest(
                        ImageSource.of("team/app", "1"), ImageSource.ofTar("/a.tar"), true, 7, "/list", true),
                new ImageDifference(
                        DIGEST,
                        DIGEST,
                        List.of(new ImageDifference.Field("author", null, "\"me\"")),
                        1,
                        List.of(DIGEST),
                        List.of(),
                        List.of(new ImageDifference.ChangedFile("changed", "etc/os", List.of("mode"), file, file)),
                        LARGE,
                        2,
                        3),
                new AppendImageRequest(
                        "local",
                        "team/app",
                        "1",
                        "linux/arm64",
                        ImageReference.of("team/app:2"),
                        List.of("/a.tar", "/folder"),
                        "/opt",
                        true,
                        LayerCompression.GZIP,
                        "me"),
                new RebaseImageRequest(
                        "local",
                        "team/app",
                        "1",
                        "linux/arm64",
                        ImageReference.of("team/app:2"),
                        ImageReference.of("base:1"),
                        ImageReference.of("base@" + DIGEST)),
                new ListFilesRequest(ImageSource.of("team/app", "1"), "/etc", true, 7, "/list", true),
                new ListFilesReply(DIGEST, "etc", List.of(file), 1),
                new ReadFileRequest(ImageSource.ofTar("/a.tar"), "/etc/os", "/os", true),
                new ReadFileReply(DIGEST, file, "YQ=="),
                new ImageSource(null, null, null, null, "/a.tar", "team/app:1"),
                new PushRequest(
                        "local",
                        "/a.tar",
                        new PushNames("team/app:1", false, "x", "1", "mirror", false, true, "linux/arm64", true),
                        new PushOptions(
                                ManifestFormat.OCI,
                                LayerCompression.GZIP,
                                6,
                                Compressor.LIBDEFLATE,
                                UploadMode.CHUNKED,
                                1 << 20,
                                2)),
                new LentPushRequest(
                        "registry.bytes.b-1", LARGE, PushRequest.of("/a.tar").as("x", "1")),
                new ReadBytesRequest(LARGE, 1 << 17),
                new LentPullRequest("registry.bytes.b-1", PullRequest.of("/a.tar", "team/app:1")),
                new PlaceMessage(
                        PlaceMessage.Step.OPEN,
                        true,
                        List.of(new PlaceMessage.PlaceFile("oci-layout", 2, "e30=")),
                        "blobs/sha256/a",
                        1L,
                        LARGE,
                        "sha256"),
                new PlaceOpened(Map.of("blobs/sha256/a", List.of(List.of(0L, LARGE)))),
                new PushReply(
                        List.of(new PushedImage(
                                "h/a:1",
                                DIGEST,
                                true,
                                MediaType.OCI_INDEX,
                                LARGE,
                                1,
                                2,
                                3,
                                LARGE,
                                List.of("linux/arm64"),
                                3)),
                        List.of("careful")),
                new PullRequest(
                        "local",
                        List.of(ImageReference.of("team/app:1"), ImageReference.of("a@" + DIGEST)),
                        "/a.tar",
                        new PullOptions(
                                PullFormat.OCI_FOLDER,
                                LayerForm.PLAIN,
                                "linux/arm/v7",
                                true,
                                true,
                                ForeignLayers.REFUSE,
                                2)),
                new PullReply(
                        "/a.tar",
                        LARGE,
                        List.of(new PulledImage("h/a:1", DIGEST, MediaType.OCI_INDEX, "linux/amd64", LARGE)),
                        7,
                        LARGE,
                        1,
                        List.of("careful")),
                new TarRequest("/a.tar"),
                new TarImageRequest("/a.tar", "a:1"),
                new TarValidateRequest("/a.tar", true),
                new TarValidationReply(
                        false,
                        TarLayout.OCI_FOLDER,
                        1,
                        List.of(new TarProblem(FailureKind.TAR_INVALID, "manifest.json", "is null"))),
                new TarInspectReply(List.of(new InspectedImage(
                        DIGEST,
                        List.of("a:1"),
                        null,
                        "amd64",
                        "linux",
                        null,
                        container,
                        List.of(new InspectedImage.Layer("l", DIGEST, 1, Compression.NONE)),
                        List.of(DIGEST),
                        List.of(step),
                        LARGE,
                        LARGE))),
                new TarManifestReply(List.of(new SavedImage("c.json", List.of("a:1"), List.of("l")))),
                new TarTagsReply(List.of("a:1"), new TarTagsReply.Primary("a", "1")),
                new TarImagesRequest("/a.tar", null, true, "local", true, "spool-1", "registry.bytes.b-1", LARGE),
                new TarImages(
                        "/a.tar",
                        TarLayout.DOCKER_ARCHIVE,
                        List.of(new TarImage(
                                DIGEST,
                                List.of("a:1"),
                                blob,
                                List.of(blob),
                                List.of(new TarManifest(MediaType.OCI_MANIFEST, DIGEST, "{}")),
                                List.of(blob),
                                List.of("linux/arm64"),
                                List.of("1.0"),
                                List.of("Not/A/Name"),
                                new TarReferrers(
                                        List.of(new TarReferrer(
                                                new TarManifest(MediaType.OCI_MANIFEST, DIGEST, "{}"),
                                                DIGEST,
                                                "sha256-a.sig")),
                                        List.of(blob)))),
                        List.of("careful")),
                new ListOperationsRequest(),
                new OperationRequest("id"),
                new OperationsReply(List.of(new OperationStatus(
                        "id", "images.push", OperationStatus.State.DONE, "2026-01-02T03:04:05Z", 5, null))),
                new OperationStatus(
                        "id",
                        "images.push",
                        OperationStatus.State.FAILED,
                        "2026-01-02T03:04:05Z",
                        LARGE,
                        new JsonObject().put("kind", "CANCELLED")),
                new ListNodesRequest(),
                new NodesReply(List.of(new NodeStatus(
                        "node-1",
                        List.of(NodeStatus.Role.OPERATIONS, NodeStatus.Role.TARS),
                        false,
                        List.of("/srv/images"),
                        "0.1.0",
                        "host",
                        4_321,
                        "2026-01-02T03:04:05Z",
                        2))),
                new CancelMessage("id"),
                new AcceptedReply("id"),
                new ProgressEvent("id", 1, "upload", DIGEST.toString(), 5, LARGE, new JsonObject().put("a", 1)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWent(Object message) {
        // Given
        JsonObject json = JsonBinding.toJson(message);
        // When
        Object read = JsonBinding.fromJson(new JsonObject(json.toBuffer()), message.getClass());
        // Then
        assertThat(read).isEqualTo(message);
    }

    @Test
    void samplesCoverTheWholeTable() {
        // Given
        List<? extends Class<?>> sampled = messages().map(Object::getClass).toList();
        // When
        Stream<Class<?>> wanted = Operations.all().stream().flatMap(o -> Stream.<Class<?>>of(o.request(), o.reply()));
        // Then
        assertThat(wanted).allMatch(sampled::contains);
    }

    @Test
    void passesOverFieldsOfANewerVersion() {
        // Given
        JsonObject json = new JsonObject().put("registry", "local").put("future", new JsonObject());
        // When
        PingRequest read = Operations.PING.decodeRequest(json);
        // Then
        assertThat(read.registry()).isEqualTo("local");
    }

    @Test
    void pushRequestsTravelAsOneFlatObject() {
        // Given
        PushRequest request = PushRequest.of("/a.tar").to("local").as("x", "1").withChunkSize(1 << 20);
        // When
        JsonObject json = JsonBinding.toJson(request);
        // Then
        assertThat(json)
                .isEqualTo(new JsonObject()
                        .put("registry", "local")
                        .put("tar", "/a.tar")
                        .put("allImages", false)
                        .put("repository", "x")
                        .put("tag", "1")
                        .put("allTags", false)
                        .put("familiarNames", false)
                        .put("referrers", false)
                        .put("format", "auto")
                        .put("chunkSize", 1 << 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                   | field 'tar' is missing",
                "{'tar':null}                         | field 'tar' is missing",
                "{'tar':5}                            | field 'tar' must be a string, is a number",
                "{'tar':true}                         | field 'tar' must be a string, is true or false",
                "{'tar':['a']}                        | field 'tar' must be a string, is a list",
                "{'tar':{'a':1}}                      | field 'tar' must be a string, is an object",
                "{'tar':''}                           | field 'tar' is not a path",
                "{'tar':'a\\nb'}                       | field 'tar' is not a path",
                "{'tar':'a','chunkSize':'x'}          | field 'chunkSize' must be a whole number up to 2147483647, is a string",
                "{'tar':'a','chunkSize':''}           | field 'chunkSize' must be a whole number up to 2147483647, is a string",
                "{'tar':'a','chunkSize':'70000'}      | field 'chunkSize' must be a whole number up to 2147483647, is a string",
                "{'tar':'a','chunkSize':1.5}          | field 'chunkSize' must be a whole number up to 2147483647, is 1.5",
                "{'tar':'a','chunkSize':99999999999}  | field 'chunkSize' must be a whole number up to 2147483647, is 99999999999",
                "{'tar':'a','chunkSize':true}         | field 'chunkSize' must be a whole number up to 2147483647, is true or false",
                "{'tar':'a','chunkSize':[]}           | field 'chunkSize' must be a whole number up to 2147483647, is a list",
                "{'tar':'a','chunkSize':5}            | field 'chunkSize' is 5, it must lie between 65536 and 1073741824",
                "{'tar':'a','concurrency':0}          | field 'concurrency' is 0, it must lie between 1 and 64",
                "{'tar':'a','allTags':'yes'}          | field 'allTags' must be true or false, is a string",
                "{'tar':'a','allTags':1}              | field 'allTags' must be true or false, is a number",
                "{'tar':'a','format':'tgz'}           | field 'format' must be one of auto, docker, oci, is 'tgz'",
                "{'tar':'a','format':''}              | field 'format' must be one of auto, docker, oci, is ''",
                "{'tar':'a','format':0}               | field 'format' must be one of auto, docker, oci, is 0",
                "{'tar':'a','format':{}}              | field 'format' must be one of auto, docker, oci, is an object",
                "{'tar':'a','upload':'AUTO'}          | field 'upload' must be one of auto, stream, chunked, is 'AUTO'",
                "{'tar':'a','compression':'zip'}      | field 'compression' must be one of keep, gzip, zstd, is 'zip'",
                "{'tar':'a','compression':7}          | field 'compression' must be one of keep, gzip, zstd, is 7",
                "{'tar':'a','repository':7}           | field 'repository' must be a string, is a number",
                "{'tar':'a','allTags':true,'tag':'1'} | field 'tag' cannot go with allTags",
            })
    void namesTheFieldThatIsWrong(String body, String message) {
        // When
        RegistryException failure = catchThrowableOfType(
                RegistryException.class,
                () -> Operations.IMAGES_PUSH.decodeRequest(new JsonObject(body.replace('\'', '"'))));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessage(message);
    }

    @Test
    void namesTheFieldOfADigestThatIsNone() {
        // Given
        JsonObject body = new JsonObject().put("repository", "a").put("digest", 5);
        // When
        RegistryException failure =
                catchThrowableOfType(RegistryException.class, () -> Operations.BLOBS_HEAD.decodeRequest(body));
        // Then
        assertThat(failure).hasMessage("field 'digest' must be a string, is a number");
    }
}
