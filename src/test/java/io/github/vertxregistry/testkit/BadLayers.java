package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tars with layers that are not what their config or their name says. */
final class BadLayers {
    private static final byte[] TAR = ImageTarFixture.layerTar("a.txt", "a".repeat(5_000));
    private static final byte[] OTHER = ImageTarFixture.layerTar("b.txt", "b".repeat(5_000));

    private BadLayers() {}

    static Stream<BadTar> all() {
        return Stream.of(
                otherContent(Compression.GZIP),
                otherContent(Compression.ZSTD),
                layer(
                        FailureKind.DIGEST_MISMATCH,
                        "a gzip layer of two members, one too many",
                        "unpacked hashes to",
                        twice(packed(TAR, Compression.GZIP)),
                        Compression.GZIP),
                cut(Compression.GZIP, 12),
                cut(Compression.ZSTD, 12),
                layer(
                        FailureKind.TAR_INVALID,
                        "a gzip layer that is cut in its header",
                        "within its gzip data",
                        Arrays.copyOf(packed(TAR, Compression.GZIP), 5),
                        Compression.GZIP),
                layer(
                        FailureKind.TAR_INVALID,
                        "a damaged gzip layer",
                        "is damaged gzip data",
                        damaged(packed(TAR, Compression.GZIP)),
                        Compression.GZIP),
                foreign(Compression.XZ),
                foreign(Compression.BZIP2),
                layer(
                        FailureKind.LIMIT_EXCEEDED,
                        "a layer that is a bomb",
                        "more than 1000 times its size",
                        BadFiles.bomb(),
                        Compression.ZSTD),
                blobOfOtherName(),
                symlinkAsBlob());
    }

    private static BadTar otherContent(Compression compression) {
        return layer(
                FailureKind.DIGEST_MISMATCH,
                "a " + compression + " layer of other content",
                "unpacked hashes to " + Digest.sha256(OTHER) + ", not to its diff_id " + Digest.sha256(TAR),
                packed(OTHER, compression),
                compression);
    }

    private static BadTar cut(Compression compression, int bytes) {
        byte[] whole = packed(TAR, compression);
        return layer(
                FailureKind.TAR_INVALID,
                "a cut " + compression + " layer",
                compression + " data",
                Arrays.copyOf(whole, whole.length - bytes),
                compression);
    }

    private static BadTar foreign(Compression compression) {
        return layer(
                FailureKind.TAR_INVALID,
                "a layer compressed with " + compression,
                "is compressed with " + compression,
                packed(TAR, compression),
                compression);
    }

    private static BadTar layer(FailureKind kind, String what, String message, byte[] stored, Compression compression) {
        ImageTarFixture image = ImageTarFixture.image(SavedTar.NAME).storedLayer(TAR, stored, compression);
        return BadTar.of(kind, what, message, TarShape.DOCKER_LEGACY.of(image));
    }

    private static BadTar blobOfOtherName() {
        String blob = OciParts.path(Digest.sha256(new byte[] {1}));
        String config = "{\"rootfs\":{\"diff_ids\":[\"" + Digest.sha256(TAR) + "\"]}}";
        return BadTar.of(
                FailureKind.TAR_INVALID,
                "a plain blob of another name than its diff_id",
                "diff_id",
                new TarBuilder()
                        .file("config.json", config)
                        .file(blob, TAR)
                        .file("manifest.json", SavedTar.document("config.json", blob)));
    }

    private static BadTar symlinkAsBlob() {
        ImageTarFixture image = ImageTarFixture.image(SavedTar.NAME).layer("a.txt", "a");
        String layer = OciParts.path(image.layers().get(0).digest());
        return BadTar.of(
                FailureKind.TAR_INVALID,
                "a symlink as a blob",
                "must be a file",
                TarShape.OCI
                        .of(image)
                        .without(layer)
                        .file("x", image.layers().get(0).stored())
                        .symlink(layer, "../../x"));
    }

    private static byte[] packed(byte[] tar, Compression compression) {
        return ImageTarFixture.compressed(tar, compression);
    }

    private static byte[] twice(byte[] bytes) {
        byte[] both = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
        return both;
    }

    private static byte[] damaged(byte[] bytes) {
        byte[] other = bytes.clone();
        Arrays.fill(other, 20, 30, (byte) 0xff);
        return other;
    }
}
