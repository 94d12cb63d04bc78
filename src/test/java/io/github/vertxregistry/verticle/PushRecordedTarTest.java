package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ReadBack;
import io.github.vertxregistry.testkit.RecordedTar;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docker, podman, buildah, skopeo and buildx wrote, to a registry and back. */
class PushRecordedTarTest {
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

    private String write(RecordedTar recorded) {
        return recorded.write(folder.resolve("recorded.tar")).toString();
    }

    @ParameterizedTest
    @EnumSource(value = RecordedTar.class, mode = EnumSource.Mode.EXCLUDE, names = "SKOPEO_OCI_ARCHIVE")
    void pushesAllImagesAndNames(RecordedTar recorded) throws Exception {
        // Given
        String prefix = recorded.name().toLowerCase(Locale.ROOT);
        PushRequest request = PushRequest.of(write(recorded)).withAllImages().withPrefix(prefix);
        // When
        PushReply reply = await(toolkit.client().push(request));
        // Then
        assertThat(reply.images())
                .extracting(PushedImage::reference)
                .map(reference -> reference.substring(reference.indexOf(prefix) + prefix.length() + 1))
                .containsExactlyElementsOf(recorded.names());
        for (PushedImage image : reply.images()) {
            ImageReference name = ImageReference.of(image.reference());
            assertThat(image.digestKept()).isEqualTo(recorded.holdsManifests());
            assertThat(ReadBack.files(toolkit.registry(), name.repository(), name.tagOrLatest()))
                    .containsEntry("a.txt", "a\n")
                    .containsEntry("srv/b.txt", "b\n");
        }
        assertThat(reply.warnings()).isEmpty();
        assertThat(await(toolkit.client().push(request)).images())
                .extracting(PushedImage::uploaded)
                .containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(RecordedTar.class)
    void findsNoFault(RecordedTar recorded) {
        // When
        var found = await(toolkit.client()
                .startValidateTar(new TarValidateRequest(write(recorded), true))
                .result());
        // Then
        assertThat(found.problems()).isEmpty();
        assertThat(found.valid()).isTrue();
    }

    @Test
    void aTagAloneIsKeptUnderTheRepositoryThatIsGiven() throws Exception {
        // Given
        String tar = write(RecordedTar.SKOPEO_OCI_ARCHIVE);
        RegistryException nowhere = failure(toolkit.client().pushTarWithOriginalTag(tar));
        // When
        PushReply reply = await(toolkit.client().push(PushRequest.of(tar).as("given/app", null)));
        // Then
        assertThat(nowhere.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(nowhere).hasMessageContaining("has the tag 1 without a repository");
        assertThat(reply.images()).extracting(PushedImage::digestKept).containsExactly(true);
        assertThat(ReadBack.files(toolkit.registry(), "given/app", "1")).containsKeys("a.txt", "srv/b.txt");
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER_CONTAINERD_ONE_PLATFORM", "MOBY_CONTAINERD_ONE_PLATFORM"})
    void tellsWhichPlatformsAnEngineHasNotPulled(RecordedTar recorded) {
        // When
        PushReply reply = await(toolkit.client().pushTar(write(recorded), "one/platform", "1"));
        // Then
        assertThat(reply.images()).hasSize(1);
        assertThat(reply.images().get(0).mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(reply.images().get(0).platformsDropped()).containsExactly("linux/arm64", "attestation");
    }

    @ParameterizedTest
    @EnumSource(names = {"BUILDX_OCI_ATTESTED", "BUILDX_OCI_PLATFORMS"})
    void pushesAnIndexOfWhichAllIsThereWhole(RecordedTar recorded) {
        // When
        PushReply reply = await(toolkit.client().pushTar(write(recorded), "whole/index", "1"));
        // Then
        assertThat(reply.images().get(0).mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(reply.images().get(0).platformsDropped()).isEmpty();
    }
}
