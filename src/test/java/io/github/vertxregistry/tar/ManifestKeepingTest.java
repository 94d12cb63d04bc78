package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestKeepingTest {
    @TempDir
    Path folder;

    private final ImageTarFixture image = ImageTarFixture.image("team/app:1")
            .layer("a.txt", "a", Compression.GZIP)
            .layer("b.txt", "b");
    private final ImageTarFixture other =
            ImageTarFixture.image().platform("linux/s390x").layer("z.txt", "z", Compression.ZSTD);

    @Test
    void keepsTheManifestOfAGraphDriverTarByteForByte() {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), TarShape.DOCKER_GRAPH_DRIVER);

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
            assertThat(kept.content().getBytes(StandardCharsets.UTF_8)).isEqualTo(OciParts.manifest(image));
            assertThat(kept.digest()).isEqualTo(Digest.sha256(OciParts.manifest(image)));
        });
        assertThat(read.blobs())
                .extracting(TarBlob::digest)
                .containsExactly(
                        image.id(),
                        image.layers().get(0).digest(),
                        image.layers().get(1).digest());
    }

    @Test
    void readsAPlatformThatContainerdsStoreSavedAndManifestJsonDoesNotName() {
        // Given: all platforms are in the tar, of which manifest.json names one
        OciParts oci = new OciParts();
        byte[] first = oci.image(image);
        byte[] second = oci.image(other);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(first, image), OciParts.withPlatform(second, other)));
        oci.blob(index).listAsContainerd(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = TarShape.DOCKER_CONTAINERD
                .of(image)
                .without(OciGraph.FILE)
                .file(OciGraph.FILE, oci.files().get(OciGraph.FILE))
                .file(OciParts.path(Digest.sha256(index)), index)
                .file(OciParts.path(Digest.sha256(second)), second)
                .file(OciParts.path(other.id()), other.config())
                .file(
                        OciParts.path(other.layers().get(0).digest()),
                        other.layers().get(0).stored())
                .write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.chosen(tar, new ImageChoice("team/app:1", false, "linux/s390x", false))
                .images()
                .get(0);

        // Then
        assertThat(read.id()).isEqualTo(other.id());
        assertThat(read.tags()).containsExactly("team/app:1");
        assertThat(read.kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(second));
        RegistryException none = (RegistryException)
                catchThrowable(() -> Reading.chosen(tar, new ImageChoice(null, false, "linux/riscv64", false)));
        assertThat(none.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(none.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("linux/s390x"));
    }

    @Test
    void saysNothingWhereThereIsNoOciPart() {
        // Given
        Path tar = image.write(folder.resolve("a.tar"), TarShape.SKOPEO);

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).kept()).isEmpty();
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void doesNotKeepAManifestWithoutLayersAsDocker25WroteThem() {
        // Given
        OciParts oci = new OciParts();
        oci.image(image);
        byte[] wrong = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"config\":"
                        + OciParts.descriptor(MediaType.OCI_CONFIG, image.config()) + ",\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        oci.blob(wrong).list(OciParts.descriptor(MediaType.OCI_MANIFEST, wrong));
        Path tar = oci.addTo(new TarBuilder()).file("manifest.json", saved()).write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).kept()).isEmpty();
        assertThat(read.images().get(0).layers()).hasSize(2);
        assertThat(read.warnings()).singleElement().asString().contains("team/app:1", "one is built");
    }

    @Test
    void goesByManifestJsonWhereIndexJsonListsNothing() {
        // Given
        Path tar = TarShape.DOCKER_GRAPH_DRIVER
                .of(image)
                .replace("index.json", "{\"schemaVersion\":2,\"manifests\":null}")
                .write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).layers()).hasSize(2);
        assertThat(read.warnings()).hasSize(1);
    }

    @Test
    void goesByManifestJsonWhereIndexJsonIsBroken() {
        // Given
        Path tar = TarShape.DOCKER_GRAPH_DRIVER
                .of(image)
                .replace("index.json", "{{{")
                .write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).layers()).hasSize(2);
        assertThat(read.warnings()).singleElement().asString().contains("index.json", "not valid JSON");
    }

    @Test
    void keepsAnIndexOfWhichEverythingIsThere() {
        // Given
        OciParts oci = new OciParts();
        byte[] first = oci.image(image);
        byte[] second = oci.image(other);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(first, image), OciParts.withPlatform(second, other)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder()).file("manifest.json", saved()).write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.kept())
                .extracting(TarManifest::digest)
                .containsExactly(Digest.sha256(first), Digest.sha256(second), Digest.sha256(index));
        assertThat(read.blobs()).hasSize(5);
        assertThat(read.platformsDropped()).isEmpty();
    }

    @Test
    void doesNotKeepAnIndexOfWhichALayerIsMissing() {
        // Given
        OciParts oci = new OciParts();
        byte[] first = oci.image(image);
        byte[] second = oci.image(other);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(first, image), OciParts.withPlatform(second, other)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        Path tar = oci.addTo(new TarBuilder())
                .file("manifest.json", saved())
                .without(OciParts.path(other.layers().get(0).digest()))
                .write(folder.resolve("a.tar"));

        // When
        TarImage read = Reading.image(tar);

        // Then
        assertThat(read.kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(first));
        assertThat(read.platformsDropped()).containsExactly("linux/s390x");
    }

    @Test
    void doesNotKeepAManifestThatDoesNotHashToItsName() {
        // Given
        String path = OciParts.path(Digest.sha256(OciParts.manifest(image)));
        byte[] changed = new String(OciParts.manifest(image), StandardCharsets.UTF_8)
                .replace("\"schemaVersion\":2", "\"schemaVersion\":3")
                .getBytes(StandardCharsets.UTF_8);
        Path tar = TarShape.DOCKER_GRAPH_DRIVER.of(image).replace(path, changed).write(folder.resolve("a.tar"));

        // When
        TarImages read = Reading.images(tar);

        // Then
        assertThat(read.images().get(0).kept()).isEmpty();
        assertThat(read.warnings()).anySatisfy(warning -> assertThat(warning).contains("does not hash to its name"));
    }

    private String saved() {
        return "[{\"Config\":\"" + OciParts.path(image.id()) + "\",\"RepoTags\":[\"team/app:1\"],\"Layers\":[\""
                + OciParts.path(image.layers().get(0).digest()) + "\",\""
                + OciParts.path(image.layers().get(1).digest()) + "\"]}]";
    }
}
