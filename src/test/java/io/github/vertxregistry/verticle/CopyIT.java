package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies between two real registries, without the referrers API, judged by skopeo. */
@RequiresDocker(with = "skopeo")
class CopyIT {
    private static RegistryContainer source;
    private static RegistryContainer target;
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        source = new RegistryContainer();
        target = new RegistryContainer();
        source.start();
        target.start();
        toolkit = Toolkit.against(source.url(), new JsonObject());
    }

    @AfterAll
    static void stop() {
        if (toolkit != null) {
            toolkit.close();
        }
        if (target != null) {
            target.stop();
        }
        if (source != null) {
            source.stop();
        }
    }

    private static String raw(RegistryContainer registry, String name) throws Exception {
        return Command.run(
                "skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + registry.authority() + "/" + name);
    }

    @Test
    void copiesPlatformsAttestationsAndReferrersAndSkopeoReadsThem() throws Exception {
        // Given
        String tar = RecordedTar.BUILDX_OCI_PLATFORMS
                .write(folder.resolve("image.tar"))
                .toString();
        await(toolkit.client().pushTar(tar, "real/app", "1"));
        ArtifactReply note = await(toolkit.client()
                .pushArtifact(new PushArtifactRequest(
                        null, "real/app", null, "a/b", null, Map.of("org.example", "yes"), "1")));
        CopyRequest request = CopyRequest.of(
                        new ImagePlace(null, "real/app", "1"), new ImagePlace(target.url(), "copy/app", "2"))
                .withReferrers();
        // When
        CopiedImage copied = await(toolkit.client().copy(request));
        CopiedImage again = await(toolkit.client().copy(request));
        // Then
        assertThat(copied.manifests()).isEqualTo(6);
        assertThat(again.manifests()).isZero();
        assertThat(raw(target, "copy/app:2")).isEqualTo(raw(source, "real/app:1"));
        Path layout = folder.resolve("layout");
        Command.run(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--all",
                "--src-tls-verify=false",
                "docker://" + target.authority() + "/copy/app:2",
                "oci:" + layout + ":2");
        JsonArray children = new JsonObject(raw(target, "copy/app:2")).getJsonArray("manifests");
        assertThat(children).hasSize(4).allSatisfy(child -> assertThat(layout.resolve("blobs/sha256")
                        .resolve(((JsonObject) child).getString("digest").substring("sha256:".length())))
                .isRegularFile());
        assertThat(await(toolkit.client().withRegistry(target.url()).listReferrers("copy/app", copied.digest())))
                .extracting(Descriptor::digest)
                .containsExactly(note.digest());
    }

    @Test
    void mountsWithinARegistry() throws Exception {
        // Given
        String tar =
                RecordedTar.DOCKER_LEGACY.write(folder.resolve("image.tar")).toString();
        await(toolkit.client().pushTar(tar, "mount/from", "1"));
        // When
        CopiedImage copied = await(toolkit.client()
                .copy(CopyRequest.of(new ImagePlace(null, "mount/from", "1"), new ImagePlace(null, "mount/to", null))));
        // Then
        assertThat(copied.mounted()).isEqualTo(3);
        assertThat(copied.bytes()).isZero();
        assertThat(raw(source, "mount/to:1")).isEqualTo(raw(source, "mount/from:1"));
    }
}
