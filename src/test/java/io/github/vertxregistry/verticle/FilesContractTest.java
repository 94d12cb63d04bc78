package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.ReadFileReply;
import io.github.vertxregistry.message.ReadFileRequest;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of images, listed and read through the typed client and real sockets. */
class FilesContractTest {
    private static final String LARGE = "x".repeat(ReadFileRequest.MAX_CONTENT + 1);
    private static final ImageSource APP = ImageSource.of("files/app", "1");
    private static final ImageTarFixture IMAGE = image("files/app:1")
            .layer(
                    new TarBuilder()
                            .folder("etc")
                            .file("etc/os", "old")
                            .file("etc/gone", "x")
                            .file("etc/kept", "kept")
                            .folder("usr")
                            .folder("usr/lib")
                            .file("usr/lib/a", "a")
                            .symlink("lib", "usr/lib")
                            .symlink("usr/os", "../etc/os")
                            .symlink("usr/up", "../../../etc")
                            .symlink("loop", "pool")
                            .symlink("pool", "loop")
                            .file("opt/x/y", "deep")
                            .file("large", LARGE)
                            .bytes(),
                    Compression.GZIP)
            .layer(
                    new TarBuilder()
                            .file("etc/.wh.gone", "")
                            .file("etc/os", "new")
                            .hardlink("first", "etc/os")
                            .bytes(),
                    Compression.NONE)
            .layer(
                    new TarBuilder()
                            .file("etc/os", "newest")
                            .hardlink("below", "usr/lib/a")
                            .bytes(),
                    Compression.ZSTD);

    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
        new RegistryImages(toolkit, shared).push(IMAGE, ManifestFormat.AUTO);
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private static List<String> paths(ListFilesReply reply) {
        return reply.files().stream().map(ImageFile::path).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | | below,etc,first,large,lib,loop,opt,pool,usr",
                "etc | etc | etc/kept,etc/os",
                "/usr/../etc/ | etc | etc/kept,etc/os",
                "lib | usr/lib | usr/lib/a",
                "/usr/up | etc | etc/kept,etc/os",
                "opt | opt | opt/x",
                "etc/os | etc/os | etc/os",
                "lib/a | usr/lib/a | usr/lib/a"
            })
    void listsAFolder(String path, String listed, String files) {
        // When
        ListFilesReply reply = await(client.listFiles(ListFilesRequest.of(APP, path)));
        // Then
        assertThat(paths(reply)).containsExactly(files.split(","));
        assertThat(reply.path()).isEqualTo(listed == null ? "" : listed);
        assertThat(reply.total()).isEqualTo(reply.files().size());
    }

    @Test
    void tellsWhatEachFileIs() {
        // When
        ListFilesReply reply = await(client.listFiles(new ListFilesRequest(APP, "/", true, 3, null, null)));
        // Then
        Digest top = IMAGE.layers().get(2).digest();
        assertThat(reply.total()).isEqualTo(17);
        assertThat(reply.files()).hasSize(3);
        assertThat(reply.files().get(0))
                .isEqualTo(new ImageFile("below", "hardlink", "0644", 0, 0, 0, 0, "usr/lib/a", List.of(), top));
        assertThat(reply.files().get(1).type()).isEqualTo("folder");
    }

    @Test
    void writesAListOfAnyLengthToAFile() throws IOException {
        // Given
        Path file = folder.resolve("list");
        // When
        ListFilesReply reply =
                await(client.listFiles(new ListFilesRequest(APP, "/", true, null, file.toString(), null)));
        // Then
        assertThat(reply.files()).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(17).last().asString().contains("usr/up");
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/os, newest",
        "etc//kept, kept",
        "/lib/a, a",
        "usr/os, newest",
        "usr/up/kept, kept",
        "first, new",
        "below, a",
        "opt/x/y, deep"
    })
    void readsAFile(String path, String content) {
        // When
        ReadFileReply reply = await(client.readFile(ReadFileRequest.of(APP, path)));
        // Then
        assertThat(new String(reply.bytes(), StandardCharsets.UTF_8)).isEqualTo(content);
        assertThat(reply.found().size()).isEqualTo(content.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/gone", "etc/os/x", "none", "usr/lib/b"})
    void saysThatThereIsNoneOf(String path) {
        // When
        RegistryException failure = failure(client.readFile(ReadFileRequest.of(APP, path)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(client.listFiles(ListFilesRequest.of(APP, path))).kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void refusesWhatIsNoFileOrTooLarge() throws IOException {
        // Given
        Path file = folder.resolve("large");
        // When
        RegistryException tooLarge = failure(client.readFile(ReadFileRequest.of(APP, "large")));
        // Then
        assertThat(tooLarge.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure(client.readFile(ReadFileRequest.of(APP, "etc"))).kind())
                .isEqualTo(FailureKind.UNSUPPORTED);
        RegistryException loop = failure(client.readFile(ReadFileRequest.of(APP, "loop")));
        assertThat(loop.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure(client.listFiles(ListFilesRequest.of(APP, "loop/x"))))
                .hasMessageContaining("more than 40 links");
        await(client.readFile(new ReadFileRequest(APP, "large", file.toString(), null)));
        assertThat(file).hasContent(LARGE);
    }

    @Test
    void readsNoMoreLayersThanItTakes() {
        // Given
        try (ScriptedServer counting = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            await(client.withRegistry(counting.url()).readFile(ReadFileRequest.of(APP, "etc/os")));
            // Then
            assertThat(counting.requests())
                    .filteredOn(line -> IMAGE.layers().stream()
                            .anyMatch(layer -> line.contains(layer.digest().toString())))
                    .hasSize(1);
        }
    }

    @Test
    void readsATarOfThisMachine() {
        // Given
        ImageSource tar = ImageSource.ofTar(
                IMAGE.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY).toString());
        // When
        ReadFileReply reply = await(client.readFile(ReadFileRequest.of(tar, "first")));
        // Then
        assertThat(reply.bytes()).asString().isEqualTo("new");
        assertThat(reply.digest()).isEqualTo(IMAGE.id());
        assertThat(paths(await(client.listFiles(ListFilesRequest.of(tar, "etc")))))
                .containsExactly("etc/kept", "etc/os");
    }

    @Test
    void seesTheLastOneOfAPathThatStandsTwiceInALayer() {
        // Given
        byte[] layer = new TarBuilder()
                .file("a", "1")
                .hardlink("b", "a")
                .file("a", "2")
                .folder("d")
                .file("d/gone", "1")
                .file("d", "3")
                .symlink("s", "a")
                .folder("s")
                .file("s/a", "4")
                .bytes();
        ImageTarFixture twice = image("files/twice:1").layer(layer, Compression.GZIP);
        ImageSource tar = ImageSource.ofTar(
                twice.write(folder.resolve("twice.tar"), TarShape.OCI).toString());
        // When
        ListFilesReply reply = await(client.listFiles(new ListFilesRequest(tar, "/", true, null, null, null)));
        // Then
        assertThat(paths(reply)).containsExactly("a", "b", "d", "s", "s/a");
        assertThat(read(tar, "a")).isEqualTo("2");
        assertThat(read(tar, "b")).isEqualTo("1");
        assertThat(read(tar, "d")).isEqualTo("3");
        assertThat(read(tar, "s/a")).isEqualTo("4");
        assertThat(paths(await(client.listFiles(ListFilesRequest.of(tar, "s")))))
                .containsExactly("s/a");
        assertThat(failure(client.readFile(ReadFileRequest.of(tar, "d/gone"))).kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    private String read(ImageSource image, String path) {
        Path file = folder.resolve("read-" + path.replace('/', '-'));
        await(client.readFile(new ReadFileRequest(image, path, file.toString(), null)));
        String written = org.assertj.core.util.Files.contentOf(file.toFile(), StandardCharsets.UTF_8);
        assertThat(await(client.readFile(ReadFileRequest.of(image, path))).bytes())
                .asString()
                .isEqualTo(written);
        return written;
    }
}
