package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tars that jib writes while the test runs. */
class PushJibTarTest {
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private Path tar() {
        return folder.resolve("jib.tar");
    }

    /** Adds a layer, and writes the tar. */
    private JibContainer write(JibContainerBuilder image, String name) throws Exception {
        Path app = Files.writeString(folder.resolve("app.txt"), "app\n");
        Path cache = Files.createDirectories(folder.resolve("cache"));
        return image.addLayer(List.of(app), AbsoluteUnixPath.get("/srv"))
                .setEntrypoint("/srv/app.txt")
                .containerize(Containerizer.to(TarImage.at(tar()).named(name))
                        .withAdditionalTag("second")
                        .setBaseImageLayersCache(cache)
                        .setApplicationLayersCache(cache)
                        .setOfflineMode(true));
    }

    @Test
    void pushesWhatJibWroteUnderAllItsTags() throws Exception {
        // Given
        JibContainer written = write(Jib.fromScratch(), "jib/app:1");
        // When
        PushReply reply = await(toolkit.client().pushTarWithAllOriginalTags(tar().toString()));
        // Then
        assertThat(await(toolkit.client().listTags("jib/app"))).containsExactly("1", "second");
        assertThat(reply.warnings()).isEmpty();
        ImageInfo info = await(toolkit.client().imageInfo("jib/app", "second"));
        assertThat(info.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(info.config().entrypoint()).containsExactly("/srv/app.txt");
        assertThat(await(toolkit.client().getManifest("jib/app", "1")).content())
                .contains(written.getImageId().toString());
        assertThat(ReadBack.files(toolkit.registry(), "jib/app", "1")).containsEntry("srv/app.txt", "app\n");
    }

    @Test
    void keepsTheManifestOfJibsOciTar() throws Exception {
        // Given
        JibContainer written = write(Jib.fromScratch().setFormat(ImageFormat.OCI), "jib/oci:1");
        // When
        PushedImage pushed = await(toolkit.client().pushTarWithOriginalTag(tar().toString()))
                .images()
                .get(0);
        // Then
        assertThat(pushed.reference()).endsWith("/jib/oci:1");
        assertThat(pushed.digestKept()).isTrue();
        assertThat(pushed.digest()).hasToString(written.getDigest().toString());
        assertThat(ReadBack.files(toolkit.registry(), "jib/oci", "1")).containsEntry("srv/app.txt", "app\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER_LEGACY", "DOCKER_GRAPH_DRIVER", "DOCKER_CONTAINERD", "PODMAN_DOCKER_ARCHIVE"})
    void pushesWhatJibBuiltOnASavedImage(RecordedTar base) throws Exception {
        // Given
        Path saved = base.write(folder.resolve("base.tar"));
        write(Jib.from(TarImage.at(saved)), "jib/on-base:1");
        // When
        PushedImage pushed = await(toolkit.client().pushTarWithOriginalTag(tar().toString()))
                .images()
                .get(0);
        // Then
        assertThat(ReadBack.files(
                        toolkit.registry(), "jib/on-base", pushed.digest().toString()))
                .containsEntry("a.txt", "a\n")
                .containsEntry("srv/b.txt", "b\n")
                .containsEntry("srv/app.txt", "app\n");
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void findsNoFault(ImageFormat format) throws Exception {
        // Given
        write(Jib.fromScratch().setFormat(format), "jib/valid:1");
        // When
        var found = await(toolkit.client()
                .startValidateTar(new TarValidateRequest(tar().toString(), true))
                .result());
        // Then
        assertThat(found.problems()).isEmpty();
        assertThat(found.valid()).isTrue();
    }
}
