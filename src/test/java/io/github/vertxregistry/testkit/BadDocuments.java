package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Digest;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tars whose {@code manifest.json} or config is not what it should be. */
final class BadDocuments {
    private static final Digest OTHER = Digest.sha256(new byte[] {1});

    private BadDocuments() {}

    static Stream<BadTar> all() {
        return Stream.concat(manifests(), configs());
    }

    private static Stream<BadTar> manifests() {
        return Stream.of(
                invalid(
                        "no documents",
                        "neither manifest.json nor index.json",
                        SavedTar.sound().without("manifest.json")),
                manifest("null", "names no image"),
                manifest("[]", "names no image"),
                manifest("{}", "not a list"),
                manifest("7", "not a list"),
                manifest("[{]", "not valid JSON, at line 1, column 3"),
                manifest("[{}", "it ends in the middle"),
                manifest("[] []", "not valid JSON"),
                manifest("", "is empty"),
                manifest("[1]", "names no Config"),
                manifest("[null]", "names no Config"),
                manifest("[{\"Config\":1}]", "names no Config"),
                manifest("[{\"Config\":\"x\",\"Layers\":[1]}]", "no text"),
                manifest("[{\"Config\":\"x\",\"Layers\":{}}]", "Layers is not a list"),
                manifest("[{\"Config\":\"x\",\"RepoTags\":\"a:1\"}]", "RepoTags is not a list"),
                manifest("[{\"Config\":\"" + SavedTar.CONFIG + "\",\"Config\":\"x\"}]", "one name twice"),
                invalid(
                        "manifest.json is not UTF-8",
                        "not UTF-8",
                        SavedTar.sound().replace("manifest.json", new byte[] {'[', '"', (byte) 0xff, '"', ']'})),
                tooMuch("[".repeat(100_000), "nested more than 100 levels deep"),
                tooMuch("{\"a\":".repeat(100_000), "nested more than 100 levels deep"),
                tooMuch("[" + "1".repeat(5_000) + "]", "too long"),
                new BadTar(
                        "a manifest.json of 100 MiB",
                        FailureKind.LIMIT_EXCEEDED,
                        "'manifest.json' is 104857600 bytes long",
                        BadDocuments::huge));
    }

    private static Stream<BadTar> configs() {
        return Stream.of(
                config("hello", "not valid JSON"),
                config("", "is empty"),
                config("[]", "not a JSON object"),
                config("{\"rootfs\":{\"diff_ids\":[\"sha256:x\"]}}", "rootfs.diff_ids[0]: not a digest"),
                config("{\"rootfs\":{\"diff_ids\":[7]}}", "rootfs.diff_ids[0] is not a digest"),
                config("{\"rootfs\":{\"diff_ids\":{\"a\":1}}}", "rootfs.diff_ids is not a list"),
                config("{}", "has 1 layers, but its config"),
                BadTar.of(
                        FailureKind.LIMIT_EXCEEDED,
                        "a config that is nested too deep",
                        "nested more than 100 levels deep",
                        SavedTar.withConfig("{\"a\":".repeat(100_000))),
                invalid(
                        "fewer layers than diff_ids",
                        "has 0 layers, but its config",
                        SavedTar.with(SavedTar.document(SavedTar.CONFIG))),
                invalid(
                        "more layers than diff_ids",
                        "has 2 layers, but its config",
                        SavedTar.with(SavedTar.document(SavedTar.CONFIG, SavedTar.LAYER, SavedTar.LAYER))),
                BadTar.of(
                        FailureKind.DIGEST_MISMATCH,
                        "a config that does not hash to its name",
                        "does not hash to " + OTHER,
                        SavedTar.with(SavedTar.document(OTHER.hex() + ".json", SavedTar.LAYER))
                                .file(OTHER.hex() + ".json", SavedTar.IMAGE.config())));
    }

    private static byte[] huge() {
        byte[] header = TarBuilder.header("manifest.json", '0', 100 << 20, "");
        return Arrays.copyOf(header, TarBuilder.BLOCK + (100 << 20));
    }

    private static BadTar manifest(String text, String message) {
        return invalid("manifest.json is " + text, message, SavedTar.with(text));
    }

    private static BadTar tooMuch(String text, String message) {
        return BadTar.of(
                FailureKind.LIMIT_EXCEEDED,
                "manifest.json starts with " + text.substring(0, 20),
                message,
                SavedTar.with(text));
    }

    private static BadTar config(String text, String message) {
        return invalid("the config is " + text, message, SavedTar.withConfig(text));
    }

    private static BadTar invalid(String what, String message, TarBuilder tar) {
        return BadTar.of(FailureKind.TAR_INVALID, what, message, tar);
    }
}
