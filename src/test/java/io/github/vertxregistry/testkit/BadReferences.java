package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tars whose documents or links lead to nothing that can be read. */
final class BadReferences {
    private static final String X = "x";

    private BadReferences() {}

    static Stream<BadTar> all() {
        return Stream.of(
                config("gone.json", "'gone.json', which is not there"),
                config("/" + SavedTar.CONFIG, "not a path inside the tar"),
                config("a/../" + SavedTar.CONFIG, "not a path inside the tar"),
                config("", "not a path inside the tar"),
                layer("gone.tar", "'gone.tar', which is not there"),
                layer("/etc/passwd", "not a path inside the tar"),
                layer("../../etc/passwd", "not a path inside the tar"),
                layer("", "not a path inside the tar"),
                link("a cycle", "a link in a cycle", tar -> tar.symlink(X, "y").symlink("y", X)),
                link("a hard cycle", "a link in a cycle", tar -> tar.hardlink(X, X)),
                link("out of the tar", "out of the tar", tar -> tar.symlink(X, "../../etc/passwd")),
                link("absolute", "out of the tar", tar -> tar.symlink(X, "/etc/passwd")),
                link("hard, out of the tar", "out of the tar", tar -> tar.hardlink(X, "../x")),
                link("to nothing", "which is not in the tar", tar -> tar.symlink(X, "nowhere")),
                link("no link but a folder", "a folder", tar -> tar.folder(X)),
                link("no link but a sparse file", "a sparse file", tar -> tar.raw(TarBuilder.header(X, 'S', 0, ""))),
                link("no link but a device", "a device", tar -> tar.raw(TarBuilder.header(X, '3', 0, ""))),
                link("too long a chain", "more than 32 links", BadReferences::longChain),
                BadTar.of(
                        FailureKind.TAR_INVALID,
                        "manifest.json is a link in a cycle",
                        "a link in a cycle",
                        SavedTar.sound().without("manifest.json").symlink("manifest.json", "manifest.json")),
                BadTar.of(
                        FailureKind.TAR_INVALID,
                        "two manifest.json that differ",
                        "two entries are named 'manifest.json' and differ",
                        SavedTar.sound().file("manifest.json", "[]")),
                BadTar.of(
                        FailureKind.TAR_INVALID,
                        "two layers of one name that differ",
                        "differ in content",
                        SavedTar.sound().file(SavedTar.LAYER, ImageTarFixture.layerTar("a.txt", "other"))));
    }

    private static BadTar config(String name, String message) {
        return BadTar.of(
                FailureKind.TAR_INVALID,
                "Config is '" + name + "'",
                message,
                SavedTar.with(SavedTar.document(name, SavedTar.LAYER)));
    }

    private static BadTar layer(String name, String message) {
        return BadTar.of(
                FailureKind.TAR_INVALID,
                "a layer is '" + name + "'",
                message,
                SavedTar.with(SavedTar.document(SavedTar.CONFIG, name)));
    }

    private static BadTar link(String what, String message, UnaryOperator<TarBuilder> change) {
        return BadTar.of(
                FailureKind.TAR_INVALID,
                "a layer's link: " + what,
                message,
                change.apply(SavedTar.with(SavedTar.document(SavedTar.CONFIG, X))));
    }

    private static TarBuilder longChain(TarBuilder tar) {
        tar.symlink(X, "x0");
        for (int i = 0; i < 100; i++) {
            tar.symlink("x" + i, "x" + (i + 1));
        }
        return tar;
    }
}
