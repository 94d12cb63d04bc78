package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Compression;
import java.util.stream.Stream;

/** Tars that a push refuses when it is given no other name, and one whose plain layer is not its digest. */
final class BadNames {
    private BadNames() {}

    static Stream<BadTar> all() {
        ImageTarFixture other = ImageTarFixture.image(SavedTar.NAME).layer("b.txt", "b");
        byte[] right = ImageTarFixture.layerTar("a.txt", "a");
        byte[] wrong = ImageTarFixture.layerTar("a.txt", "b");
        ImageTarFixture changed = ImageTarFixture.image(SavedTar.NAME).storedLayer(right, wrong, Compression.NONE);
        return Stream.of(
                named("Not/Valid:1"),
                named("team/app:bad tag"),
                named(""),
                named("team/app@sha256:" + "0".repeat(64)),
                named("team/app:1@sha256:" + "0".repeat(64)),
                BadTar.of(
                        FailureKind.NAME_INVALID,
                        "repositories has a name that is none",
                        "'Not/Valid:1'",
                        SavedTar.with(SavedTar.document(SavedTar.CONFIG, SavedTar.LAYER)
                                        .replace("\"RepoTags\":[\"" + SavedTar.NAME + "\"],", ""))
                                .file("repositories", "{\"Not/Valid\":{\"1\":\"x\"}}")),
                BadTar.of(
                        FailureKind.IMAGE_AMBIGUOUS,
                        "two images of one name",
                        SavedTar.NAME + " (" + other.id().shortForm() + ")",
                        TarShape.DOCKER_LEGACY.of(SavedTar.IMAGE, other)),
                BadTar.of(
                        FailureKind.DIGEST_MISMATCH,
                        "a plain layer that is not its diff_id",
                        "does not hash to",
                        TarShape.SKOPEO.of(changed)));
    }

    private static BadTar named(String name) {
        return BadTar.of(
                FailureKind.NAME_INVALID,
                "RepoTag '" + name + "'",
                "'" + name + "'",
                SavedTar.with("[" + SavedTar.item(SavedTar.CONFIG, name, SavedTar.LAYER) + "]"));
    }
}
