package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TarReaderTest {
    @TempDir
    Path folder;

    private final TarReader reader = new TarReader(TarConfig.defaults(), new TarIndexes());

    @ParameterizedTest
    @EnumSource(TarShape.class)
    void readsAnImageOfEveryShape(TarShape shape) throws IOException {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1", "example.org:5000/team/app:2")
                .layer("a.txt", "a")
                .layer("b.txt", "b", Compression.GZIP)
                .layer("c.txt", "c", Compression.ZSTD);
        Path tar = fixture.write(folder.resolve("image.tar"), shape);

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        TarImage image = read.images().get(0);
        assertThat(image.id()).isEqualTo(fixture.id());
        assertThat(image.tags()).containsExactly("team/app:1", "example.org:5000/team/app:2");
        assertThat(image.layers())
                .extracting(TarBlob::digest)
                .containsExactlyElementsOf(fixture.layers().stream()
                        .map(ImageTarFixture.Layer::digest)
                        .toList());
        assertThat(image.layers())
                .extracting(TarBlob::compression)
                .containsExactly(Compression.NONE, Compression.GZIP, Compression.ZSTD);
        assertThat(bytes(image.config())).isEqualTo(fixture.config());
        for (int i = 0; i < 3; i++) {
            assertThat(bytes(image.layers().get(i)))
                    .isEqualTo(fixture.layers().get(i).stored());
        }
        assertThat(read.layout()).isEqualTo(shape == TarShape.OCI ? TarLayout.OCI_ARCHIVE : TarLayout.DOCKER_ARCHIVE);
        assertThat(spool()).doesNotExist();
    }

    @Test
    void keepsTheManifestOfAContainerdTarAndSaysWhatIsDropped() {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1").layer("a.txt", "a", Compression.GZIP);
        Path tar = fixture.write(folder.resolve("image.tar"), TarShape.DOCKER_CONTAINERD);

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        TarImage image = read.images().get(0);
        assertThat(image.kept()).hasSize(1);
        assertThat(image.platformsDropped()).containsExactly("linux/s390x", "attestation");
        assertThat(read.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void unpacksATarThatIsCompressedOutside(Compression compression) throws IOException {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1").layer("a.txt", "a");
        Path plain = fixture.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        Path tar = ImageTarFixture.compressed(plain, compression, folder.resolve("image.packed"));

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        TarBlob layer = read.images().get(0).layers().get(0);
        assertThat(layer.file()).isEqualTo(spool().toString());
        assertThat(bytes(layer)).isEqualTo(fixture.layers().get(0).tar());
        assertThat(Files.getPosixFilePermissions(spool())).hasSize(2);
    }

    @Test
    void makesTheFolderThatATarIsUnpackedToForItsOwnerAlone() throws IOException {
        // Given
        Path plain = ImageTarFixture.image("team/app:1")
                .layer("a.txt", "a")
                .write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        Path tar = ImageTarFixture.compressed(plain, Compression.GZIP, folder.resolve("image.packed"));
        Path later = folder.resolve("later");
        reader.images(plain, later.resolve("spool"), ImageChoice.only(), Task.unwatched());
        boolean neededForAPlainTar = Files.exists(later);

        // When
        reader.images(tar, later.resolve("spool"), ImageChoice.only(), Task.unwatched());

        // Then
        assertThat(neededForAPlainTar).isFalse();
        assertThat(Files.getPosixFilePermissions(later)).hasSize(3);
    }

    @Test
    void readsAnOciFolder() throws IOException {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1").layer("a.txt", "a", Compression.GZIP);
        TarShape.ociFolder(folder.resolve("layout"), fixture);

        // When
        TarImages read = reader.images(folder.resolve("layout"), spool(), ImageChoice.only(), Task.unwatched());

        // Then
        assertThat(read.layout()).isEqualTo(TarLayout.OCI_FOLDER);
        TarBlob layer = read.images().get(0).layers().get(0);
        assertThat(bytes(layer)).isEqualTo(fixture.layers().get(0).stored());
        assertThat(read.images().get(0).kept()).hasSize(1);
    }

    @Test
    void readsSymlinksOfLayersThatStandTwice() throws IOException {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1")
                .layer("a.txt", "a")
                .layer("b.txt", "b")
                .layer("a.txt", "a");
        Path tar = fixture.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        List<TarBlob> layers = read.images().get(0).layers();
        assertThat(layers.get(2).offset()).isEqualTo(layers.get(0).offset());
        assertThat(read.images().get(0).blobs()).hasSize(3);
    }

    @Test
    void acceptsIdenticalDuplicatesHardlinksAndLeadingDots() throws IOException {
        // Given
        ImageTarFixture fixture =
                ImageTarFixture.image("team/app:1").layer("a.txt", "a").layer("BZh91AY", "b");
        Path tar = new TarBuilder()
                .file("./config.json", fixture.config())
                .file("./data", fixture.layers().get(0).tar())
                .hardlink("./layer.tar", "./data")
                .file("./layer2.tar", fixture.layers().get(1).tar())
                .file("./layer2.tar", fixture.layers().get(1).tar())
                .file(
                        "./manifest.json",
                        "[{\"Config\":\"config.json\",\"RepoTags\":[\"team/app:1\"],"
                                + "\"Layers\":[\"layer.tar\",\"./layer2.tar\"]}]")
                .withoutEnd()
                .write(folder.resolve("image.tar"));

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        List<TarBlob> layers = read.images().get(0).layers();
        assertThat(bytes(layers.get(0))).isEqualTo(fixture.layers().get(0).tar());
        assertThat(bytes(layers.get(1))).isEqualTo(fixture.layers().get(1).tar());
        assertThat(layers.get(1).compression()).isEqualTo(Compression.NONE);
    }

    @Test
    void leavesAFileAloneThatStandsInTheSpoolsPlace() throws IOException {
        // Given
        Path plain = ImageTarFixture.image("a:1").write(folder.resolve("image.tar"), TarShape.OCI);
        Path tar = ImageTarFixture.compressed(plain, Compression.GZIP, folder.resolve("image.tgz"));
        Files.writeString(spool(), "precious");

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(spool()).hasContent("precious");
    }

    @Test
    void readsSeveralGzipMembersOutside() throws IOException {
        // Given
        byte[] plain = TarShape.OCI
                .of(ImageTarFixture.image("team/app:1").layer("a.txt", "a"))
                .bytes();
        int middle = plain.length / 2;
        Path tar = folder.resolve("image.tgz");
        Files.write(tar, ImageTarFixture.compressed(Arrays.copyOf(plain, middle), Compression.GZIP));
        Files.write(
                tar,
                ImageTarFixture.compressed(Arrays.copyOfRange(plain, middle, plain.length), Compression.GZIP),
                StandardOpenOption.APPEND);

        // When
        TarImages read = reader.images(tar, spool(), ImageChoice.only(), Task.unwatched());

        // Then
        assertThat(read.images()).hasSize(1);
        assertThat(spool()).hasBinaryContent(plain);
    }

    @Test
    void hashesALayerOnceAndTellsHowFarItIs() {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("team/app:1").layer("a.txt", "a", Compression.GZIP);
        Path tar = TarShape.JIB.of(fixture, fixture).write(folder.resolve("image.tar"));
        List<String> phases = new ArrayList<>();
        Task task = new Task("t", (phase, subject, done, total) -> phases.add(phase + " " + done + "/" + total));

        // When
        reader.images(tar, spool(), ImageChoice.every(), task);

        // Then
        int size = fixture.layers().get(0).stored().length;
        assertThat(phases).containsExactly("hash " + size + "/" + size);
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private static byte[] bytes(TarBlob blob) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(blob.file(), "r")) {
            byte[] bytes = new byte[(int) blob.size()];
            file.seek(blob.offset());
            file.readFully(bytes);
            return bytes;
        }
    }
}
