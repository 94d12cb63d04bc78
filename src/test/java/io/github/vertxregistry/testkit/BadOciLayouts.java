package io.github.vertxregistry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** OCI image layouts that are not whole, or contradict themselves. */
final class BadOciLayouts {
    private static final ImageTarFixture IMAGE =
            ImageTarFixture.image(SavedTar.NAME).layer("a.txt", "a", Compression.GZIP);
    private static final String LAYER = OciParts.path(IMAGE.layers().get(0).digest());

    private BadOciLayouts() {}

    static Stream<BadTar> all() {
        String manifest = OciParts.path(Digest.sha256(OciParts.manifest(IMAGE)));
        return Stream.of(
                invalid("index.json is no JSON", "not valid JSON", sound().replace("index.json", "hello")),
                invalid("index.json is a list", "not a JSON object", sound().replace("index.json", "[]")),
                invalid("index.json is empty", "is empty", sound().replace("index.json", "")),
                invalid("index.json lists nothing", "names no image", sound().replace("index.json", "{}")),
                invalid(
                        "index.json lists what is no descriptor",
                        "manifests[0] is no descriptor",
                        sound().replace("index.json", "{\"manifests\":[7]}")),
                invalid(
                        "index.json is no list",
                        "manifests is not a list",
                        sound().replace("index.json", "{\"manifests\":7}")),
                invalid(
                        "index.json has a wrong digest",
                        "not a digest",
                        sound().replace("index.json", "{\"manifests\":[{\"digest\":\"../x\",\"size\":1}]}")),
                BadTar.of(
                        FailureKind.LIMIT_EXCEEDED,
                        "index.json is nested too deep",
                        "nested more than 100 levels deep",
                        sound().replace("index.json", "[".repeat(100_000))),
                invalid("no manifest", "is not there", sound().without(manifest)),
                invalid("no layer", "layer " + IMAGE.layers().get(0).digest(), sound().without(LAYER)),
                invalid("no config", "config " + IMAGE.id(), sound().without(OciParts.path(IMAGE.id()))),
                BadTar.of(FailureKind.SIZE_MISMATCH, "a layer of another size", LAYER, sound().replace(LAYER, "short")),
                sized("4611686018427387904", FailureKind.SIZE_MISMATCH, "its manifest says 4611686018427387904"),
                sized("-1", FailureKind.TAR_INVALID, "has the size -1"),
                sized("9223372036854775808", FailureKind.TAR_INVALID, "is no descriptor"),
                BadTar.of(
                        FailureKind.DIGEST_MISMATCH,
                        "a manifest that does not hash to its name",
                        "does not hash to its name",
                        sound().replace(manifest, " ".repeat(OciParts.manifest(IMAGE).length))),
                invalid(
                        "a layer that stands twice and differs",
                        "two entries are named '" + LAYER + "' and differ in content",
                        sound().file(LAYER, " ".repeat(IMAGE.layers().get(0).stored().length))),
                invalid("a layer compressed with xz", "is compressed with xz", xzLayer()),
                BadTar.of(FailureKind.LIMIT_EXCEEDED, "indexes nested too deep", "nested more than 8 deep", nested()));
    }

    private static TarBuilder sound() {
        return TarShape.OCI.of(IMAGE);
    }

    /** A layer whose manifest says that it is so large. */
    private static BadTar sized(String size, FailureKind kind, String message) {
        String layer = "\"size\":" + IMAGE.layers().get(0).stored().length;
        byte[] manifest = new String(OciParts.manifest(IMAGE), UTF_8)
                .replace(layer, "\"size\":" + size)
                .getBytes(UTF_8);
        OciParts oci = new OciParts().blob(IMAGE.config()).blob(manifest);
        IMAGE.layers().forEach(stored -> oci.blob(stored.stored()));
        return BadTar.of(
                kind,
                "a layer of the size " + size,
                message,
                oci.list(OciParts.descriptor(MediaType.OCI_MANIFEST, manifest)).addTo(new TarBuilder()));
    }

    private static TarBuilder xzLayer() {
        return TarShape.OCI.of(ImageTarFixture.image(SavedTar.NAME).layer("a.txt", "a", Compression.XZ));
    }

    private static TarBuilder nested() {
        OciParts oci = new OciParts();
        JsonObject descriptor = OciParts.withPlatform(oci.image(IMAGE), IMAGE);
        for (int i = 0; i < 20; i++) {
            byte[] index = OciParts.index(List.of(descriptor));
            oci.blob(index);
            descriptor = OciParts.descriptor(MediaType.OCI_INDEX, index);
        }
        return oci.list(descriptor).addTo(new TarBuilder());
    }

    private static BadTar invalid(String what, String message, TarBuilder tar) {
        return BadTar.of(FailureKind.TAR_INVALID, what, message, tar);
    }
}
