package io.github.vertxregistry.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.TarBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules by which layers become one tree (OCI Image Spec, "Applying Changesets"), each a row. */
class FlatteningTest {
    private static final String NAME = "long-".repeat(30);

    /** Layers, lowest first, and what comes of them in the order in which it is written. */
    private record Row(String name, List<TarBuilder> layers, List<String> tree) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, List<TarBuilder> layers, String... tree) {
        return new Row(name, layers, List.of(tree));
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("one layer as it is", List.of(tar().folder("a").file("a/b", "1")), "a/", "a/b=1"),
                row("a higher file wins", List.of(tar().file("a", "1"), tar().file("a", "2")), "a=2"),
                row(
                        "folders are merged, the higher one's entry wins",
                        List.of(
                                tar().folder("a").file("a/b", "1"),
                                tar().folder("a").file("a/c", "2")),
                        "a/",
                        "a/c=2",
                        "a/b=1"),
                row(
                        "a file is taken away",
                        List.of(tar().file("a", "1").file("b", "1"), tar().file(".wh.a", "")),
                        "b=1"),
                row(
                        "a folder is taken away with all in it",
                        List.of(tar().folder("a").folder("a/b").file("a/b/c", "1"), tar().file(".wh.a", ""))),
                row(
                        "what is taken away may be there again in the same layer, before or after",
                        List.of(
                                tar().file("a", "1").folder("d").file("d/x", "1"),
                                tar().file(".wh.a", "")
                                        .file("a", "2")
                                        .file("d/y", "2")
                                        .file(".wh.d", "")),
                        "a=2",
                        "d/y=2"),
                row(
                        "what a lower layer takes away is there again in a higher one",
                        List.of(tar().file("a", "1"), tar().file(".wh.a", ""), tar().file("a", "3")),
                        "a=3"),
                row(
                        "an opaque folder keeps what its own layer has",
                        List.of(
                                tar().folder("a").file("a/b", "1").folder("a/s").file("a/s/t", "1"),
                                tar().folder("a").file("a/c", "2").file("a/.wh..wh..opq", "")),
                        "a/",
                        "a/c=2"),
                row(
                        "an opaque folder without an entry keeps the lower one's",
                        List.of(tar().folder("a").file("a/b", "1"), tar().file("a/.wh..wh..opq", "")),
                        "a/"),
                row(
                        "an opaque root ends it all",
                        List.of(
                                tar().file("a", "1"),
                                tar().file(".wh..wh..opq", "").file("b", "2")),
                        "b=2"),
                row(
                        "a file takes a folder's place",
                        List.of(tar().folder("a").file("a/b", "1"), tar().file("a", "2")),
                        "a=2"),
                row(
                        "a folder takes a file's place",
                        List.of(tar().file("a", "1"), tar().folder("a").file("a/b", "2")),
                        "a/",
                        "a/b=2"),
                row(
                        "a folder that nobody wrote takes a file's place, and what lies below that is gone",
                        List.of(tar().folder("a").file("a/x", "0"), tar().file("a", "1"), tar().file("a/b", "2")),
                        "a/b=2"),
                row(
                        "a symbolic link takes a folder's place",
                        List.of(tar().folder("lib").file("lib/x", "1"), tar().symlink("lib", "usr/lib")),
                        "lib->usr/lib"),
                row(
                        "a folder takes a symbolic link's place",
                        List.of(
                                tar().symlink("lib", "usr/lib"),
                                tar().folder("lib").file("lib/x", "2")),
                        "lib/",
                        "lib/x=2"),
                row(
                        "a whiteout of what is not there does nothing",
                        List.of(tar().file("a", "1"), tar().file(".wh.b", "").file("c/.wh.d", "")),
                        "a=1"),
                row(
                        "names that begin alike are others",
                        List.of(tar().file("ab", "1").file("a.b", "1").file("a", "1"), tar().file(".wh.a", "")),
                        "ab=1",
                        "a.b=1"),
                row(
                        "a whiteout below a folder that is there again",
                        List.of(
                                tar().folder("a").file("a/b", "1"),
                                tar().file(".wh.a", ""),
                                tar().folder("a").file("a/c", "3")),
                        "a/",
                        "a/c=3"),
                row("names are cleaned", List.of(tar().file("./a", "1").file("/b//c", "2")), "a=1", "b/c=2"),
                row("the root's own entry stays", List.of(tar().folder(".").file("./a", "1")), "./", "a=1"),
                row(
                        "AUFS's own is left out",
                        List.of(tar().folder(".wh..wh.plnk")
                                .file(".wh..wh.aufs", "")
                                .file("a", "1")),
                        "a=1"));
    }

    static Stream<Row> links() {
        return Stream.of(
                row("a link", List.of(tar().file("a", "1").hardlink("b", "a")), "a=1", "b=>a"),
                row(
                        "its target is hidden",
                        List.of(tar().file("a", "1").hardlink("b", "a"), tar().file("a", "2")),
                        "a=2",
                        "b=1"),
                row(
                        "its target is gone",
                        List.of(tar().file("a", "1").hardlink("b", "a"), tar().file(".wh.a", "")),
                        "b=1"),
                row(
                        "several links, their target is gone: the first becomes the file",
                        List.of(
                                tar().file("a", "1")
                                        .hardlink("b", "a")
                                        .hardlink("c", "a")
                                        .file("d", "4"),
                                tar().file(".wh.a", "")),
                        "d=4",
                        "b=1",
                        "c=>b"),
                row(
                        "the link is gone",
                        List.of(tar().file("a", "1").hardlink("b", "a"), tar().file(".wh.b", "")),
                        "a=1"),
                row(
                        "both are gone",
                        List.of(
                                tar().file("a", "1").hardlink("b", "a"),
                                tar().file(".wh.b", "").file(".wh.a", ""))),
                row(
                        "a link to a link, the middle one gone",
                        List.of(tar().file("a", "1").hardlink("b", "a").hardlink("c", "b"), tar().file(".wh.b", "")),
                        "a=1",
                        "c=>a"),
                row(
                        "a link to a link, the first one gone",
                        List.of(tar().file("a", "1").hardlink("b", "a").hardlink("c", "b"), tar().file(".wh.a", "")),
                        "b=1",
                        "c=>b"),
                row(
                        "to a file of a lower layer",
                        List.of(tar().file("a", "1"), tar().hardlink("b", "a")),
                        "a=1",
                        "b=>a"),
                row(
                        "to a file of a lower layer that a higher one hides",
                        List.of(
                                tar().file("a", "1"),
                                tar().hardlink("b", "a").hardlink("c", "a"),
                                tar().file("a", "3")),
                        "a=3",
                        "b=1",
                        "c=>b"),
                row(
                        "to a file of a layer below that another one between took away is not found",
                        List.of(
                                tar().file("a", "0"),
                                tar().file("a", "1"),
                                tar().hardlink("b", "a"),
                                tar().file(".wh.a", "")),
                        "b=1"),
                row(
                        "to a link of a lower layer",
                        List.of(tar().file("x", "1").hardlink("a", "x"), tar().hardlink("b", "a")),
                        "x=1",
                        "a=>x",
                        "b=>x"),
                row(
                        "to a hidden link of a lower layer to a hidden file",
                        List.of(
                                tar().file("x", "1").hardlink("a", "x"),
                                tar().hardlink("b", "a"),
                                tar().file(".wh.a", "").file(".wh.x", "")),
                        "b=1"),
                row(
                        "to a symbolic link that is gone",
                        List.of(tar().symlink("a", "t").hardlink("b", "a"), tar().file(".wh.a", "")),
                        "b->t"),
                row(
                        "into AUFS's own folder",
                        List.of(tar().file(".wh..wh.plnk/12.34", "1")
                                .hardlink("a", ".wh..wh.plnk/12.34")
                                .hardlink("b", ".wh..wh.plnk/12.34")),
                        "a=1",
                        "b=>a"),
                row(
                        "the same name in two layers means two files",
                        List.of(
                                tar().file("b", "0").hardlink("c", "b"),
                                tar().file("a", "1"),
                                tar().hardlink("b", "a")),
                        "a=1",
                        "b=>a",
                        "c=0"),
                row(
                        "long names",
                        List.of(
                                tar().file(NAME + "a", "1").hardlink(NAME + "b", NAME + "a"),
                                tar().file(".wh." + NAME + "a", "")),
                        NAME + "b=1"));
    }

    /** What no path of a layer should do, but some tools make, and unpacking gives a meaning: stand in it twice. */
    static Stream<Row> twice() {
        return Stream.of(
                row(
                        "the last file wins",
                        List.of(tar().file("a", "1")
                                .file("b", "1")
                                .file("./a", "2")
                                .file("a", "3")),
                        "b=1",
                        "a=3"),
                row(
                        "a folder's last entry wins, and all that was put into it stays",
                        List.of(tar().folder("a")
                                .file("a/b", "1")
                                .folder("a")
                                .file("c", "1")
                                .file("c", "2")),
                        "a/b=1",
                        "a/",
                        "c=2"),
                row(
                        "a file in the place of a folder takes all in it away",
                        List.of(
                                tar().folder("a").file("a/old", "0"),
                                tar().folder("a").file("a/b", "1").file("a", "2")),
                        "a=2"),
                row(
                        "a folder in the place of a file hides what lower layers had in it",
                        List.of(
                                tar().folder("a").file("a/old", "0"),
                                tar().file("a", "1").folder("a").file("a/b", "2")),
                        "a/",
                        "a/b=2"),
                row(
                        "what lies below a file takes its place",
                        List.of(tar().file("a", "1").file("a/b", "2")),
                        "a/b=2"),
                row(
                        "a link means the file that was there when it came",
                        List.of(tar().file("a", "1")
                                .hardlink("b", "a")
                                .file("a", "2")
                                .hardlink("c", "a")),
                        "a=2",
                        "c=>a",
                        "b=1"),
                row(
                        "a link means the latest of two, which a higher layer hides",
                        List.of(tar().file("a", "1").file("a", "2").hardlink("b", "a"), tar().file("a", "3")),
                        "a=3",
                        "b=2"),
                row(
                        "a link to a layer below means the last one there",
                        List.of(tar().file("a", "1").file("a", "2"), tar().hardlink("b", "a")),
                        "a=2",
                        "b=>a"),
                row(
                        "a link to a layer below means the last one there, which a higher layer hides",
                        List.of(tar().file("a", "1").file("a", "2"), tar().hardlink("b", "a"), tar().file("a", "3")),
                        "a=3",
                        "b=2"),
                row(
                        "a link to a link means the file that was there when that one came",
                        List.of(tar().file("a", "1")
                                .hardlink("b", "a")
                                .file("a", "2")
                                .hardlink("c", "b")),
                        "a=2",
                        "b=1",
                        "c=>b"),
                row(
                        "a link to a link to a layer below means the file there, whatever takes its place",
                        List.of(
                                tar().file("a", "1"),
                                tar().hardlink("b", "a").file("a", "2").hardlink("c", "b")),
                        "a=2",
                        "b=1",
                        "c=>b"),
                row(
                        "a hidden link to a link to a layer below means the file there",
                        List.of(
                                tar().file("a", "1"),
                                tar().hardlink("b", "a").file("a", "2").hardlink("c", "b"),
                                tar().file("b", "3")),
                        "b=3",
                        "a=2",
                        "c=1"),
                row(
                        "a file takes a link's place",
                        List.of(tar().file("a", "1")
                                .hardlink("b", "a")
                                .file("b", "2")
                                .hardlink("c", "b")),
                        "a=1",
                        "b=2",
                        "c=>b"));
    }

    @ParameterizedTest
    @MethodSource({"rows", "links", "twice"})
    void makesOneTreeOfLayers(Row row) {
        // Given
        ImageLayers image = BytesLayer.image(row.layers().toArray(TarBuilder[]::new));
        // When
        List<String> tree = tree(flat(image));
        // Then
        assertThat(tree).isEqualTo(row.tree());
    }

    @Test
    void readsALayerASecondTimeOnlyWhereALinksTargetIsHidden() {
        // Given
        BytesLayer plain = BytesLayer.of(tar().file("x", "1").hardlink("y", "x").bytes());
        BytesLayer linked =
                BytesLayer.of(tar().file("a", "1").hardlink("b", "a").bytes());
        BytesLayer top = BytesLayer.of(tar().file("a", "2").bytes());
        // When
        flat(BytesLayer.image(plain, linked, top));
        // Then
        assertThat(plain.opened()).hasValue(1);
        assertThat(linked.opened()).hasValue(2);
        assertThat(top.opened()).hasValue(1);
    }

    @Test
    void readsALayerThreeTimesWhereAPathStandsTwiceInIt() {
        // Given
        BytesLayer folders = BytesLayer.of(tar().folder("x").folder("x").bytes());
        BytesLayer files = BytesLayer.of(tar().file("a", "1").file("a", "2").bytes());
        // When
        flat(BytesLayer.image(folders));
        flat(BytesLayer.image(files));
        // Then
        assertThat(folders.opened()).hasValue(1);
        assertThat(files.opened()).hasValue(3);
    }

    @Test
    void readsNoLayerOfWhichNothingCanBeSeen() {
        // Given
        BytesLayer below = BytesLayer.of(tar().file("x", "1").bytes());
        BytesLayer top = BytesLayer.of(tar().file(".wh..wh..opq", "").bytes());
        // When
        flat(BytesLayer.image(below, top));
        // Then
        assertThat(below.opened()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void readsLayersHoweverTheyAreCompressed(Compression compression) {
        // Given
        byte[] layer = ImageTarFixture.compressed(tar().file("a", "1").bytes(), compression);
        // When
        List<String> tree = tree(flat(BytesLayer.image(BytesLayer.of(layer))));
        // Then
        assertThat(tree).containsExactly("a=1");
    }

    static Stream<Compression> compressions() {
        return Stream.of(Compression.NONE, Compression.GZIP, Compression.ZSTD);
    }

    @Test
    void keepsWhatItDoesNotUnderstandByteForByte() {
        // Given
        String records = TarBuilder.paxRecord("SCHILY.xattr.user.x", "a=b\nc")
                + TarBuilder.paxRecord("mtime", "12.345678901")
                + TarBuilder.paxRecord("uid", "4294967296");
        byte[] layer = tar().raw(TarBuilder.paxHeader(records)).file("a", "1").bytes();
        // When
        byte[] flat = flat(BytesLayer.image(BytesLayer.of(layer)));
        // Then
        assertThat(new String(flat, StandardCharsets.ISO_8859_1)).contains(records);
        assertThat(flat(BytesLayer.image(BytesLayer.of(layer)))).isEqualTo(flat);
    }

    @Test
    void keepsNamesOfAttributesThatAreNoTextByteForByte() {
        // Given
        byte[] record = "25 SCHILY.xattr.user.?=1\n".getBytes(StandardCharsets.US_ASCII);
        record[21] = (byte) 0xff;
        byte[] padded = Arrays.copyOf(record, TarBuilder.BLOCK);
        byte[] layer = tar().raw(TarBuilder.header("x", 'x', record.length, ""))
                .raw(padded)
                .file("a", "1")
                .bytes();
        // When
        byte[] flat = flat(BytesLayer.image(BytesLayer.of(layer)));
        // Then
        assertThat(new String(flat, StandardCharsets.ISO_8859_1))
                .contains(new String(record, StandardCharsets.ISO_8859_1));
    }

    @Test
    void takesAnEmptyPaxRecordForNone() {
        // Given
        String records = TarBuilder.paxRecord("path", "") + TarBuilder.paxRecord("size", "");
        byte[] file = tar().raw(TarBuilder.paxHeader(records))
                .file("a", "1")
                .withoutEnd()
                .bytes();
        byte[] link = tar().raw(TarBuilder.paxHeader(TarBuilder.paxRecord("linkpath", "")))
                .symlink("b", "a")
                .bytes();
        // When
        byte[] flat = flat(BytesLayer.image(tar().raw(file).raw(link)));
        // Then
        assertThat(tree(flat)).containsExactly("a=1", "b->a");
    }

    private static RegistryException refusal(TarBuilder... layers) {
        return catchThrowableOfType(RegistryException.class, () -> flat(BytesLayer.image(layers)));
    }

    @Test
    void refusesWhatNoImageHas() {
        assertThat(refusal(tar().file("../a", "1")).kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(refusal(tar().file("a/../../b", "1"))).hasMessageContaining("has a path with ..");
        assertThat(refusal(tar().hardlink("a", "../b"))).hasMessageContaining("has a path with ..");
        assertThat(refusal(tar().raw(TarBuilder.paxHeader(TarBuilder.paxRecord("path", "a/..\0b")))
                        .file("a", "1")))
                .hasMessageContaining("has a NUL in it");
        assertThat(refusal(tar().raw(TarBuilder.paxHeader(TarBuilder.paxRecord("linkpath", "a\0b")))
                        .symlink("a", "1")))
                .hasMessageContaining("has a NUL in it");
        assertThat(refusal(tar().file("a/.wh.", "1"))).hasMessageContaining("names nothing");
        assertThat(refusal(tar().file(".wh...", "1"))).hasMessageContaining("names nothing");
        assertThat(refusal(tar().hardlink("a", "b"))).hasMessageContaining("is a hard link to 'b', which is not there");
        assertThat(refusal(tar().hardlink("a", "a")).kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(refusal(tar().hardlink("a", "b").hardlink("b", "a")).kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(refusal(tar().folder("d").hardlink("a", "d")).kind()).isEqualTo(FailureKind.TAR_INVALID);
        assertThat(refusal(tar().file("x/".repeat(3_000), "1")).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void knowsALayerThatIsNotWhatItsDigestSays() {
        // Given
        byte[] bytes = tar().file("a", "1").bytes();
        BytesLayer other = BytesLayer.of(tar().file("a", "2").bytes());
        StoredLayer wrong = new BytesLayer(Buffer.buffer(bytes), other.digest(), other.opened());
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> flat(BytesLayer.image(wrong)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    private static byte[] flat(ImageLayers image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Flattening.write(image, TarConfig.defaults(), out, out::reset, Task.unwatched());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static List<String> tree(byte[] tar) {
        List<String> tree = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String what = entry.isSymbolicLink()
                        ? "->" + entry.getLinkName()
                        : entry.isLink()
                                ? "=>" + entry.getLinkName()
                                : entry.isDirectory()
                                        ? ""
                                        : "=" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
                tree.add(entry.getName() + what);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
