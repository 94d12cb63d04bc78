package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever takes one image of an index takes the same one, and says the same where there is none. */
class PlatformContractTest {
    private static final String APP = "fit/app";
    /** By the digests of their manifests and layers. */
    private static final Map<Digest, String> TAGS = new HashMap<>();

    private static Toolkit toolkit;
    private static RegistryClient client;
    private static RegistryImages images;
    private static String index;
    private static String layout;

    @TempDir
    private static Path folder;

    enum Asked {
        PULL,
        INFO,
        FILES,
        LAYOUT,
        COPY,
        PUSH,
        EDIT
    }

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
        client = toolkit.client();
        images = new RegistryImages(toolkit, folder);
        String inner = images.putIndex(APP, entry("linux/arm64"));
        JsonObject attestation = entry("linux/s390x")
                .put("platform", new JsonObject().put("os", "unknown").put("architecture", "unknown"));
        index = images.putIndex(
                APP,
                entry("linux/arm/v6"),
                entry("linux/amd64/v3"),
                attestation,
                entry("linux/amd64"),
                images.descriptor(APP, inner).put("platform", platform("linux/arm64")));
        layout = folder.resolve("layout").toString();
        await(client.pull(PullRequest.of(layout, APP + "@" + index)
                .withFormat(PullFormat.OCI_FOLDER)
                .withPlatform(PullOptions.ALL)));
    }

    @AfterAll
    static void close() {
        toolkit.close();
    }

    private static JsonObject entry(String platform) {
        String tag = tag(platform);
        images.push(image(APP + ":" + tag).platform(platform).layer("file", tag), ManifestFormat.OCI);
        ImageInfo info = await(client.imageInfo(APP, tag));
        TAGS.put(info.digest(), tag);
        TAGS.put(info.layers().get(0).digest(), tag);
        return images.descriptor(APP, tag).put("platform", platform(platform));
    }

    private static String tag(String platform) {
        return platform.replace('/', '-');
    }

    private static JsonObject platform(String text) {
        Platform platform = Platform.of(text);
        JsonObject json = new JsonObject().put("os", platform.os()).put("architecture", platform.architecture());
        return platform.variant() == null ? json : json.put("variant", platform.variant());
    }

    /** Returns the tag of the image that was taken. */
    private static Future<String> chosen(Asked asked, String platform) {
        String to = asked.name().toLowerCase(Locale.ROOT) + "-" + tag(platform);
        ImageSource source = new ImageSource(null, APP, index, platform, null, null);
        return switch (asked) {
            case PULL ->
                client.pull(PullRequest.of(folder.resolve(to).toString(), APP + "@" + index)
                                .withPlatform(platform))
                        .map(reply -> tagOf(reply.images().get(0).digest()));
            case INFO ->
                client.imageInfo(new ImageInfoRequest(null, APP, index, platform))
                        .map(info -> tagOf(info.digest()));
            case FILES -> client.listFiles(ListFilesRequest.of(source, "/")).map(reply -> tagOf(reply.digest()));
            case LAYOUT ->
                client.listFiles(ListFilesRequest.of(new ImageSource(null, null, null, platform, layout, null), "/"))
                        .map(reply -> tagOf(reply.files().get(0).layer()));
            case COPY ->
                client.copy(CopyRequest.of(new ImagePlace(null, APP, index), new ImagePlace(null, "fit/copy", to))
                                .withPlatforms(platform))
                        .map(copied -> tagOf(copied.digest()));
            case PUSH ->
                client.push(PushRequest.of(layout).as("fit/pushed", to).withPlatform(platform))
                        .map(pushed -> tagOf(pushed.images().get(0).digest()));
            case EDIT ->
                client.editImage(new EditImageRequest(
                                null,
                                APP,
                                index,
                                platform,
                                ImageReference.of("fit/edit:" + to),
                                ImageChanges.NONE.withLabel("edited", "yes")))
                        // Another config makes another digest; the layer is the same.
                        .compose(made -> client.imageInfo("fit/edit", to))
                        .map(info -> tagOf(info.layers().get(0).digest()));
        };
    }

    private static String tagOf(Digest digest) {
        return TAGS.get(digest);
    }

    @ParameterizedTest
    @EnumSource
    void everythingTakesTheSameImageForAPlatform(Asked asked) {
        // Given
        List<String> wanted = List.of("linux/arm/v7", "linux/amd64", "linux/amd64/v2", "linux/arm64/v8");
        // When
        List<String> taken =
                wanted.stream().map(each -> await(chosen(asked, each))).toList();
        // Then
        assertThat(taken).containsExactly("linux-arm-v6", "linux-amd64", "linux-amd64", "linux-arm64");
        assertThat(await(chosen(asked, Platform.LOCAL)))
                .isEqualTo(tag(Platform.local().toString().replace("/v8", "")));
    }

    @ParameterizedTest
    @EnumSource
    void everythingListsWhatThereIsWhereNothingFits(Asked asked) {
        // Given
        String unknown = "linux/s390x";
        // When
        RegistryException failure = failure(chosen(asked, unknown));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure)
                .hasMessageContaining((asked == Asked.LAYOUT || asked == Asked.PUSH ? layout : APP + "@" + index)
                        + " has no image for linux/s390x");
        assertThat(failure.hint()).hasValue("it has linux/arm/v6, linux/amd64/v3, linux/amd64, linux/arm64");
    }

    @Test
    void aTarOfOneImageIsForItsPlatformAlone() {
        // Given
        String tar = image("fit/alone:1")
                .platform("linux/arm64")
                .layer("file", "1")
                .write(folder.resolve("alone.tar"), TarShape.DOCKER_LEGACY)
                .toString();
        ImageSource other = new ImageSource(null, null, null, "linux/amd64", tar, null);
        // When
        RegistryException failure = failure(client.listFiles(ListFilesRequest.of(other, "/")));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining(tar + " has no image for linux/amd64");
        assertThat(failure.hint()).hasValue("it has linux/arm64 alone");
        assertThat(await(client.listFiles(ListFilesRequest.of(ImageSource.ofTar(tar), "/")))
                        .total())
                .isOne();
    }
}
