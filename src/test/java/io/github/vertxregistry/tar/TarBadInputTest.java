package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of bad input, row by row: each has its kind, names file and entry, and leaves nothing behind. */
class TarBadInputTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        assertThat(Reading.openFiles(folder)).isZero();
        assertThat(folder.resolve("spool")).doesNotExist();
    }

    static Stream<Arguments> files() {
        byte[] good = image().bytesOf();
        return Stream.of(
                Arguments.of("empty", new byte[0], "is empty"),
                Arguments.of("random bytes", random(5_000), "not a tar"),
                Arguments.of("a text", "hello, world\n".repeat(100).getBytes(StandardCharsets.UTF_8), "not a tar"),
                Arguments.of("a short text", "hello".getBytes(StandardCharsets.UTF_8), "not a tar"),
                Arguments.of("a PNG", png(), "not a tar"),
                Arguments.of("cut in the first header", Arrays.copyOf(good, 300), "not a tar"),
                Arguments.of("cut in a header", cutInHeader(), "truncated in the header"),
                Arguments.of("cut in a layer", Arrays.copyOf(good, good.length - 4_000), "truncated"),
                Arguments.of("a cut gzip", cutGzip(good), "cannot be read"),
                Arguments.of("a gzip of a text", gzip("hello".getBytes(StandardCharsets.UTF_8)), "not a tar"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileThatIsNoWholeTarIsUnreadable(String what, byte[] content, String message) throws IOException {
        // Given
        Path tar = Files.write(folder.resolve("image.tar"), content);

        // When
        RegistryException failure = Reading.failure(tar);
        Files.deleteIfExists(folder.resolve(what.startsWith("a gzip") ? "spool" : "none"));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure).hasMessageContaining(message).hasMessageContaining(tar.toString());
        assertThat(failure.hint()).isPresent();
    }

    static Stream<Arguments> contents() {
        String config = image().fixture.id().hex() + ".json";
        return Stream.of(
                content("no documents", tar -> tar.without("manifest.json"), "neither manifest.json nor index.json"),
                manifest("null", "names no image"),
                manifest("[]", "names no image"),
                manifest("{}", "not a list"),
                manifest("[{]", "not valid JSON"),
                manifest("", "not a list"),
                manifest("[".repeat(100_000), "not valid JSON"),
                manifest("{\"a\":".repeat(100_000), "not valid JSON"),
                manifest("[1]", "names no Config"),
                manifest("[{\"Config\":1}]", "names no Config"),
                manifest("[{\"Config\":\"x\",\"Layers\":[1]}]", "no text"),
                manifest("[{\"Config\":\"" + config + "\",\"Config\":\"x\"}]", "not valid JSON"),
                content(
                        "not UTF-8",
                        tar -> tar.replace("manifest.json", new byte[] {'[', '"', (byte) 0xff, '"', ']'}),
                        "not UTF-8"),
                manifest("[{\"Config\":\"gone.json\",\"Layers\":[]}]", "'gone.json', which is not there"),
                manifest("[{\"Config\":\"/" + config + "\",\"Layers\":[]}]", "not a path inside the tar"),
                manifest("[{\"Config\":\"a/../" + config + "\",\"Layers\":[]}]", "not a path inside the tar"),
                manifest("[{\"Config\":\"\",\"Layers\":[]}]", "not a path inside the tar"),
                manifest(saved(config, "gone.tar"), "'gone.tar', which is not there"),
                manifest(saved(config, "/etc/passwd"), "not a path inside the tar"),
                manifest(saved(config, "../../etc/passwd"), "not a path inside the tar"),
                manifest(saved(config), "has 0 layers, but its config"),
                manifest(saved(config, "layer.tar", "layer.tar"), "has 2 layers, but its config"),
                link("cycle", "a link in a cycle", tar -> tar.symlink("x", "y").symlink("y", "x")),
                link("hard cycle", "a link in a cycle", tar -> tar.hardlink("x", "x")),
                link("out", "out of the tar", tar -> tar.symlink("x", "../../etc/passwd")),
                link("absolute", "out of the tar", tar -> tar.symlink("x", "/etc/passwd")),
                link("hard out", "out of the tar", tar -> tar.hardlink("x", "../x")),
                link("nowhere", "which is not in the tar", tar -> tar.symlink("x", "nowhere")),
                link("folder", "a folder", tar -> tar.folder("x")),
                link("long chain", "more than 32 links", TarBadInputTest::longChain),
                link("sparse", "a sparse file", tar -> tar.raw(TarBuilder.header("x", 'S', 0, ""))),
                content(
                        "two of one name",
                        tar -> tar.file("layer.tar", ImageTarFixture.layerTar("a.txt", "other")),
                        "differ in content"),
                content("config no JSON", tar -> plainConfig(tar, "hello"), "not valid JSON"),
                content("config a list", tar -> plainConfig(tar, "[]"), "not a JSON object"),
                content(
                        "config with a wrong diff_id",
                        tar -> plainConfig(tar, "{\"rootfs\":{\"diff_ids\":[\"sha256:x\"]}}"),
                        "diff_ids"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void aTarWithoutAnImageIsInvalid(String what, UnaryOperator<TarBuilder> change, String message) {
        // Given
        Path tar = change.apply(image().builder).write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessageContaining(message).hasMessageContaining(tar.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void aValidationTellsTheSame(String what, UnaryOperator<TarBuilder> change, String message) {
        // Given
        Path tar = change.apply(image().builder).write(folder.resolve("image.tar"));

        // When
        TarValidation validation = Reading.validation(tar, true);

        // Then
        assertThat(validation.valid()).isFalse();
        assertThat(validation.problems()).anySatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(FailureKind.TAR_INVALID);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        // Given
        Path tar = folder.resolve("gone.tar");

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure).hasMessageContaining("gone.tar does not exist");
    }

    @Test
    void aFolderThatIsNoLayoutIsNotFound() {
        // Given / When
        RegistryException failure = Reading.failure(folder);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
        assertThat(failure).hasMessageContaining("no OCI image layout");
    }

    @Test
    void aFileThatMayNotBeReadIsUnreadable() throws IOException {
        // Given
        Path tar = image().builder.write(folder.resolve("image.tar"));
        Files.setPosixFilePermissions(tar, Set.of());
        assumeThat(Files.isReadable(tar)).as("root may read everything").isFalse();

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
        assertThat(failure).hasMessageContaining("no permission");
    }

    @Test
    void aDeviceIsNotFound() {
        // Given
        Path tar = Path.of("/dev/zero");
        assumeThat(tar).exists();

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_NOT_FOUND);
    }

    @Test
    void aHugeManifestIsNotRead() throws IOException {
        // Given
        Path tar = folder.resolve("image.tar");
        try (RandomAccessFile file = new RandomAccessFile(tar.toFile(), "rw")) {
            file.write(TarBuilder.header("manifest.json", '0', 100 << 20, ""));
            file.setLength(200 << 20);
        }

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("'manifest.json' is 104857600 bytes long");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("tar.maxJsonBytes"));
    }

    @Test
    void moreEntriesThanAllowedAreNotRead() {
        // Given
        Path tar = image().builder.write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(2, null, null, null));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("more than 2 entries");
    }

    @Test
    void aTarThatUnpacksToMoreThanAllowedLeavesNoSpool() throws IOException {
        // Given
        Path tar = Files.write(folder.resolve("image.tar"), gzip(image().bytesOf()));

        // When
        RegistryException failure = Reading.failure(tar, new TarConfig(null, null, 1_000L, null));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void aBombIsStoppedByItsRatio() throws IOException {
        // Given
        byte[] zeros = new byte[80 << 20];
        Path tar = Files.write(folder.resolve("image.tar"), ImageTarFixture.compressed(zeros, Compression.ZSTD));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("more than 1000 times its size");
    }

    @Test
    void aConfigThatDoesNotHashToItsNameIsAMismatch() {
        // Given
        Image image = image();
        String name = image.fixture.id().hex() + ".json";
        byte[] other =
                ImageTarFixture.image().layer("a.txt", "a").author("else").config();
        Path tar = image.builder.replace(name, other).write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure).hasMessageContaining(name);
    }

    @Test
    void aPlainBlobThatIsNotTheDiffIdIsInvalid() {
        // Given
        Digest other = Digest.sha256(new byte[] {1});
        byte[] layer = ImageTarFixture.layerTar("a.txt", "a");
        String config = "{\"rootfs\":{\"diff_ids\":[\"" + Digest.sha256(layer) + "\"]}}";
        Path tar = new TarBuilder()
                .file("config.json", config)
                .file("blobs/sha256/" + other.hex(), layer)
                .file("manifest.json", saved("config.json", "blobs/sha256/" + other.hex()))
                .write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessageContaining("diff_id");
    }

    @Test
    void aSymlinkAsABlobIsInvalid() {
        // Given
        ImageTarFixture fixture = ImageTarFixture.image("a:1").layer("a.txt", "a");
        String layer = "blobs/sha256/" + fixture.layers().get(0).digest().hex();
        Path tar = TarShape.OCI
                .of(fixture)
                .without(layer)
                .file("x", fixture.layers().get(0).stored())
                .symlink(layer, "../../x")
                .write(folder.resolve("image.tar"));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(failure).hasMessageContaining("must be a file");
    }

    @Test
    void aStoppedTaskStopsTheReading() {
        // Given
        Path tar = image().builder.write(folder.resolve("image.tar"));
        Task task = Task.unwatched();
        task.cancel();

        // When
        Throwable failure =
                catchThrowable(() -> Reading.READER.images(tar, Reading.spool(tar), ImageChoice.only(), task));

        // Then
        assertThat(((RegistryException) failure).kind()).isEqualTo(FailureKind.CANCELLED);
    }

    private static final class Image {
        final ImageTarFixture fixture = ImageTarFixture.image("team/app:1").layer("a.txt", "a".repeat(5_000));
        final TarBuilder builder = new TarBuilder()
                .file("manifest.json", saved(fixture.id().hex() + ".json", "layer.tar"))
                .file(fixture.id().hex() + ".json", fixture.config())
                .file("layer.tar", fixture.layers().get(0).tar());

        byte[] bytesOf() {
            return builder.bytes();
        }
    }

    private static Image image() {
        return new Image();
    }

    private static String saved(String config, String... layers) {
        String names = String.join("\",\"", layers);
        return "[{\"Config\":\"" + config + "\",\"RepoTags\":[\"team/app:1\"],\"Layers\":["
                + (layers.length == 0 ? "" : "\"" + names + "\"") + "]}]";
    }

    private static Arguments content(String what, UnaryOperator<TarBuilder> change, String message) {
        return Arguments.of(what, change, message);
    }

    private static Arguments manifest(String text, String message) {
        String what = "manifest.json " + (text.length() > 60 ? text.substring(0, 60) : text);
        return content(what, tar -> tar.replace("manifest.json", text), message);
    }

    private static Arguments link(String what, String message, UnaryOperator<TarBuilder> change) {
        String config = image().fixture.id().hex() + ".json";
        return content("link: " + what, tar -> change.apply(tar).replace("manifest.json", saved(config, "x")), message);
    }

    private static TarBuilder longChain(TarBuilder tar) {
        tar.symlink("x", "x0");
        for (int i = 0; i < 100; i++) {
            tar.symlink("x" + i, "x" + (i + 1));
        }
        return tar;
    }

    private static TarBuilder plainConfig(TarBuilder tar, String config) {
        return tar.replace("manifest.json", saved("config.json", "layer.tar")).file("config.json", config);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static byte[] png() {
        byte[] bytes = random(2_000);
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    private static byte[] cutInHeader() {
        byte[] two =
                new TarBuilder().file("a", new byte[0]).file("b", new byte[0]).bytes();
        return Arrays.copyOf(two, TarBuilder.BLOCK + 200);
    }

    private static byte[] gzip(byte[] bytes) {
        return ImageTarFixture.compressed(bytes, Compression.GZIP);
    }

    private static byte[] cutGzip(byte[] bytes) {
        byte[] gzip = gzip(bytes);
        return Arrays.copyOf(gzip, gzip.length - 30);
    }

    static List<Compression> packed() {
        return List.of(Compression.GZIP, Compression.ZSTD, Compression.XZ, Compression.BZIP2);
    }

    @ParameterizedTest
    @MethodSource("packed")
    void aCutCompressedTarIsUnreadable(Compression compression) throws IOException {
        // Given
        byte[] bytes = ImageTarFixture.compressed(image().bytesOf(), compression);
        Path tar = Files.write(folder.resolve("image.tar"), Arrays.copyOf(bytes, bytes.length - 20));

        // When
        RegistryException failure = Reading.failure(tar);

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.TAR_UNREADABLE);
    }
}
