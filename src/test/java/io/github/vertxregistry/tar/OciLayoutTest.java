package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciLayoutTest {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    @TempDir
    Path folder;

    private final ImageTarFixture local = ImageTarFixture.image("team/app:1").layer("a.txt", "a", Compression.GZIP);
    private final ImageTarFixture other =
            ImageTarFixture.image().platform("linux/s390x").layer("z.txt", "z", Compression.ZSTD);

    @ParameterizedTest
    @CsvSource({
        "1.0, '', 1.0",
        "localhost/team/app:2, localhost/team/app:2, ''",
        "team/app, team/app, ''",
        "Not A Name, '', ''",
        "1.0+build, '', ''"
    })
    void readsNamesAndBareTags(String refName, String tag, String bareTag) {
        // Given
        OciParts oci = new OciParts();
        byte[] manifest = oci.image(local);
        oci.list(OciParts.withPlatform(manifest, local).put("annotations", new JsonObject().put(REF_NAME, refName)));
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImages all = Reading.images(tar);

        // Then
        TarImage read = all.images().get(0);
        assertThat(read.tags()).containsExactlyElementsOf(tag.isEmpty() ? List.of() : List.of(tag));
        assertThat(read.bareTags()).containsExactlyElementsOf(bareTag.isEmpty() ? List.of() : List.of(bareTag));
        boolean useless = tag.isEmpty() && bareTag.isEmpty();
        assertThat(all.warnings())
                .filteredOn(warning -> warning.contains("'" + refName + "'"))
                .hasSize(useless ? 1 : 0);
    }

    @Test
    void describesThePlatformThatFitsAndKeepsAll() {
        // Given
        OciParts oci = new OciParts();
        byte[] second = oci.image(other);
        byte[] first = oci.image(local);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(second, other), OciParts.withPlatform(first, local)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(local.platform()).isEqualTo(Platform.local());
        assertThat(read.id()).isEqualTo(local.id());
        assertThat(read.kept())
                .extracting(TarManifest::digest)
                .containsExactly(Digest.sha256(second), Digest.sha256(first), Digest.sha256(index));
        assertThat(read.blobs()).hasSize(4);
    }

    @Test
    void keepsTheOnlyCompletePlatform() {
        // Given
        OciParts oci = new OciParts();
        byte[] first = oci.image(other);
        byte[] absent = OciParts.manifest(local);
        byte[] index = OciParts.index(List.of(
                OciParts.withPlatform(absent, local),
                OciParts.withPlatform(first, other),
                OciParts.attestation(new byte[] {1}, first)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.id()).isEqualTo(other.id());
        assertThat(read.kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(first));
        assertThat(read.platformsDropped()).containsExactly(local.platform().toString(), "attestation");
    }

    @Test
    void oneManifestMayBeThatOfSeveralPlatforms() {
        // Given
        OciParts oci = new OciParts();
        byte[] data = oci.image(local);
        JsonObject arm = OciParts.descriptor(MediaType.OCI_MANIFEST, data)
                .put("platform", new JsonObject().put("os", "linux").put("architecture", "riscv64"));
        byte[] index = OciParts.index(List.of(OciParts.withPlatform(data, local), arm));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.chosen(tar, new ImageChoice(null, false, "linux/riscv64", false));

        // Then
        assertThat(read.images().get(0).kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(data));
    }

    @Test
    void mergesTheNamesOfOneManifest() {
        // Given
        OciParts oci = new OciParts();
        JsonObject descriptor = OciParts.withPlatform(oci.image(local), local);
        oci.list(descriptor, "team/app:1").list(descriptor, "team/app:2");
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images()).hasSize(1);
        assertThat(read.images().get(0).tags()).containsExactly("team/app:1", "team/app:2");
    }

    @Test
    void readsAnArtifactWithoutDiffIds() {
        // Given
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] layer = "a chart".getBytes(StandardCharsets.UTF_8);
        byte[] manifest = artifact(config, layer);
        OciParts oci = new OciParts().blob(config).blob(layer).blob(manifest);
        oci.list(OciParts.descriptor(MediaType.OCI_MANIFEST, manifest));
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.layers()).singleElement().satisfies(blob -> assertThat(blob.digest())
                .isEqualTo(Digest.sha256(layer)));
        assertThat(read.kept()).hasSize(1);
    }

    @Test
    void takesTheIndexWhereManifestJsonIsNull() {
        // Given
        Path tar = TarShape.OCI.of(local).file("manifest.json", "null").write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.layout()).isEqualTo(TarLayout.OCI_ARCHIVE);
    }

    @Test
    void readsAnImageWithoutLayers() {
        // Given
        Path tar = ImageTarFixture.image("team/empty:1").write(folder.resolve("a.tar"), TarShape.OCI);

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.layers()).isEmpty();
        assertThat(read.blobs()).hasSize(1);
    }

    @Test
    void acceptsABlobThatIsAHardlink() {
        // Given
        String path = OciParts.path(local.layers().get(0).digest());
        Path tar = TarShape.OCI
                .of(local)
                .without(path)
                .file("x", local.layers().get(0).stored())
                .hardlink(path, "x")
                .write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.layers()).hasSize(1);
    }

    @Test
    void indexesThatListOneAnotherManyTimesAreReadOnce() {
        // Given
        OciParts oci = new OciParts();
        byte[] below = oci.image(local);
        JsonObject descriptor = OciParts.withPlatform(below, local);
        for (int i = 0; i < 6; i++) {
            JsonArray many = new JsonArray();
            for (int j = 0; j < 500; j++) {
                many.add(descriptor);
            }
            byte[] index = new JsonObject()
                    .put("schemaVersion", 2)
                    .put("mediaType", MediaType.OCI_INDEX)
                    .put("manifests", many)
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
            oci.blob(index);
            descriptor = OciParts.descriptor(MediaType.OCI_INDEX, index);
        }
        Path tar = oci.list(descriptor).addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.kept()).hasSize(7);
    }

    @Test
    void followsNoLinkOutOfAFolder() throws IOException {
        // Given
        Path layout = TarShape.ociFolder(folder.resolve("layout"), local);
        Path blob = layout.resolve(OciParts.path(local.layers().get(0).digest()));
        Path outside = Files.move(blob, folder.resolve("outside"));
        Files.createSymbolicLink(blob, outside);

        // When
        RegistryException failure = Reading.failure(layout);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessageContaining("out of the folder");
    }

    private static byte[] artifact(byte[] config, byte[] layer) {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", "application/vnd.example.chart")
                .put("config", OciParts.descriptor("application/vnd.oci.empty.v1+json", config))
                .put("layers", new JsonArray().add(OciParts.descriptor("application/vnd.example.chart", layer)))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anImageOfAnIndexThatIsListedWithoutANameIsNoImageOfItsOwn() {
        // Given: what oras copies
        OciParts oci = new OciParts();
        byte[] second = oci.image(other);
        byte[] first = oci.image(local);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(second, other), OciParts.withPlatform(first, local)));
        oci.blob(index)
                .list(OciParts.descriptor(MediaType.OCI_INDEX, index), "1")
                .list(OciParts.withPlatform(second, other))
                .list(OciParts.withPlatform(first, local));
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));

        // When
        TarImages only = Reading.images(tar);
        TarImages every = Reading.chosen(tar, ImageChoice.every());
        TarImage named = Reading.chosen(
                        tar, ImageChoice.of(Digest.sha256(second).toString()))
                .images()
                .get(0);

        // Then
        assertThat(only.images()).extracting(TarImage::bareTags).containsExactly(List.of("1"));
        assertThat(every.images()).isEqualTo(only.images());
        assertThat(named.kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(second));
    }

    @Test
    void takesNoOtherImageForAPlatformWhoseOwnIsDamaged() {
        // Given
        OciParts oci = new OciParts();
        byte[] first = oci.image(local);
        byte[] damaged = OciParts.manifest(other);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(damaged, other), OciParts.withPlatform(first, local)));
        oci.blob(damaged)
                .blob(other.config())
                .blob(index)
                .list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));
        ImageChoice choice = new ImageChoice(null, false, "linux/s390x", false);

        // When
        Throwable failure = catchThrowable(() -> Reading.chosen(tar, choice));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure)
                .hasMessageContaining(
                        "layer " + Digest.sha256(other.layers().get(0).stored()) + " is not there");
    }
}
