package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Compression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Files that are no whole tar. */
final class BadFiles {
    private static final byte[] GOOD = SavedTar.sound().bytes();
    private static final byte[] TEXT = "hello, world\n".repeat(100).getBytes(StandardCharsets.UTF_8);

    private BadFiles() {}

    static Stream<BadTar> all() {
        return Stream.of(
                file("empty", new byte[0], "is empty"),
                file("random bytes", random(5_000), "not a tar"),
                file("a text", TEXT, "not a tar"),
                file("a short text", Arrays.copyOf(TEXT, 5), "not a tar"),
                file("a PNG", png(), "not a tar"),
                file("cut in the first header", Arrays.copyOf(GOOD, 300), "not a tar"),
                file("cut in a header", cutInHeader(), "truncated in the header"),
                file("cut in a layer", Arrays.copyOf(GOOD, GOOD.length - 4_000), "truncated"),
                file("a gzip of a text", ImageTarFixture.compressed(TEXT, Compression.GZIP), "not a tar"),
                cut(Compression.GZIP),
                cut(Compression.ZSTD),
                cut(Compression.XZ),
                cut(Compression.BZIP2),
                new BadTar("a bomb", FailureKind.LIMIT_EXCEEDED, "more than 1000 times its size", BadFiles::bomb));
    }

    private static BadTar file(String what, byte[] content, String message) {
        return new BadTar(what, FailureKind.TAR_UNREADABLE, message, () -> content);
    }

    private static BadTar cut(Compression compression) {
        byte[] whole = ImageTarFixture.compressed(GOOD, compression);
        return file("a cut " + compression, Arrays.copyOf(whole, whole.length - 20), "cannot be read");
    }

    static byte[] bomb() {
        return ImageTarFixture.compressed(new byte[80 << 20], Compression.ZSTD);
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
}
