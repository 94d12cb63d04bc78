package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RealImage;
import io.github.vertxregistry.testkit.RealImage.Layout;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real image in every layout to a real registry, read back by programs that are not ours. */
@RequiresDocker(with = "skopeo")
class PushRealImageIT {
    private static RealImage image;
    private static RegistryContainer registry;
    private static Toolkit toolkit;

    @BeforeAll
    static void start() throws Exception {
        image = RealImage.get();
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

    private static PushReply push(Layout layout, String repository) {
        return await(toolkit.client().pushTar(image.path(layout).toString(), repository, "1"));
    }

    private static List<Object> skopeoDiffIds(String name, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("skopeo", "--insecure-policy", "inspect", "--config", "--raw"));
        words.addAll(List.of(options));
        words.add(name);
        JsonArray ids = new JsonObject(Command.run(words.toArray(String[]::new)))
                .getJsonObject("rootfs")
                .getJsonArray("diff_ids");
        return List.copyOf(ids.stream().toList());
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void skopeoReadsBackWhatWasPushed(Layout layout) throws Exception {
        // Given
        String repository = "real/" + layout.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String name = "docker://" + registry.authority() + "/" + repository + ":1";
        // When
        PushedImage pushed = push(layout, repository).images().get(0);
        // Then
        assertThat(skopeoDiffIds(name, "--tls-verify=false")).isEqualTo(skopeoDiffIds(image.skopeoName(layout)));
        JsonObject inspected =
                new JsonObject(Command.run("skopeo", "--insecure-policy", "inspect", "--tls-verify=false", name));
        assertThat(inspected.getString("Digest")).isEqualTo(pushed.digest().toString());
        ImageInfo info = await(toolkit.client().imageInfo(repository, "1"));
        assertThat(info.layers().stream().map(Descriptor::digest).map(Digest::toString))
                .containsExactlyElementsOf(inspected.getJsonArray("Layers").stream()
                        .map(String::valueOf)
                        .toList());
        // The second push of the same finds everything there.
        PushedImage again = push(layout, repository).images().get(0);
        assertThat(again.uploaded()).isZero();
        assertThat(again.digest()).isEqualTo(pushed.digest());
    }

    @ParameterizedTest
    @EnumSource(
            value = Layout.class,
            names = {"DOCKER_SAVE", "GRAPH_DRIVER_SAVE", "CONTAINERD_SAVE"})
    void dockerPullsAndRunsWhatWasPushed(Layout layout) throws Exception {
        // Given
        String repository = "run/" + layout.name().toLowerCase(Locale.ROOT).replace('_', '-');
        push(layout, repository);
        String name = registry.authority() + "/" + repository + ":1";
        // When
        Command.run("docker", "pull", "--quiet", name);
        // Then
        try {
            assertThat(Command.run("docker", "run", "--rm", name)).contains("ID=debian");
        } finally {
            Command.run("docker", "rmi", name);
        }
    }

    @Test
    void keepsTheManifestOfAnOciLayoutByteForByte() throws Exception {
        // When
        PushedImage pushed =
                push(Layout.SKOPEO_OCI_ARCHIVE, "kept/app").images().get(0);
        // Then
        assertThat(pushed.digestKept()).isTrue();
        String raw = Command.run(
                "skopeo", "--insecure-policy", "inspect", "--raw", image.skopeoName(Layout.SKOPEO_OCI_ARCHIVE));
        assertThat(await(toolkit.client().getManifest("kept/app", "1"))
                        .content()
                        .strip())
                .isEqualTo(raw.strip());
    }

    @Test
    void pushesAllOriginalTagsAndDeletesThem() {
        // Given
        PushRequest request =
                PushRequest.of(image.path(Layout.DOCKER_SAVE).toString()).withAllTags();
        // When
        PushReply reply = await(toolkit.client().push(request));
        // Then
        assertThat(reply.images())
                .extracting(PushedImage::reference)
                .containsExactly(
                        registry.authority() + "/vertx-registry-e2e/real:1.0", registry.authority() + "/team/real:2.0");
        assertThat(await(toolkit.client().listTags("team/real"))).containsExactly("2.0");
        assertThat(await(toolkit.client().listRepositories())).contains("team/real", "vertx-registry-e2e/real");
        DeleteImageReply deleted = await(toolkit.client().deleteTag("team/real", "2.0"));
        assertThat(deleted.tags()).containsExactly("2.0");
        assertThat(failure(toolkit.client().imageInfo("team/real", "2.0")).kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void findsNoFaultInWhatToolsWrite(Layout layout) {
        // When
        var found = await(toolkit.client()
                .startValidateTar(new TarValidateRequest(image.path(layout).toString(), true))
                .result());
        // Then
        assertThat(found.problems()).isEmpty();
        assertThat(found.valid()).isTrue();
    }
}
