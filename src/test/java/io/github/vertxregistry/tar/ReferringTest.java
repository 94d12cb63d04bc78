package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.model.TarReferrer;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refers to an image is found however the programs that write layouts list it. */
class ReferringTest {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final byte[] EMPTY = {'{', '}'};

    @TempDir
    Path folder;

    private final OciParts oci = new OciParts();
    private final ImageTarFixture image = ImageTarFixture.image("team/app:1").layer("a.txt", "a", Compression.GZIP);
    private final byte[] manifest = oci.image(image);

    private static String tag(byte[] subject) {
        return Digest.sha256(subject).toString().replace(':', '-');
    }

    /** Adds an artifact that refers to those bytes, or to none, and whose one blob is there or not. */
    private byte[] artifact(byte[] subject, String text, boolean isWhole) {
        byte[] blob = text.getBytes(StandardCharsets.UTF_8);
        JsonObject artifact = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", "application/x")
                .put("config", OciParts.descriptor("application/vnd.oci.empty.v1+json", EMPTY))
                .put("layers", new JsonArray().add(OciParts.descriptor("text/plain", blob)));
        if (subject != null) {
            artifact.put("subject", OciParts.descriptor(MediaType.OCI_MANIFEST, subject));
        }
        byte[] bytes = artifact.encode().getBytes(StandardCharsets.UTF_8);
        oci.blob(EMPTY).blob(bytes);
        if (isWhole) {
            oci.blob(blob);
        }
        return bytes;
    }

    private byte[] artifact(byte[] subject, String text) {
        return artifact(subject, text, true);
    }

    private static JsonObject descriptor(byte[] manifest) {
        return OciParts.descriptor(MediaType.OCI_MANIFEST, manifest);
    }

    private static JsonObject annotated(byte[] manifest, String key, String value) {
        return descriptor(manifest).put("annotations", new JsonObject().put(key, value));
    }

    private TarImages read(String platform) {
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));
        return Reading.chosen(tar, new ImageChoice(null, false, platform, true));
    }

    /** Writes all in a tar whose manifest.json names that image. */
    private Path saved(ImageTarFixture named) {
        JsonArray layers = new JsonArray();
        named.layers().forEach(layer -> layers.add(OciParts.path(Digest.sha256(layer.stored()))));
        JsonObject saved = new JsonObject()
                .put("Config", OciParts.path(named.id()))
                .put("RepoTags", new JsonArray().add("team/app:1"))
                .put("Layers", layers);
        return oci.addTo(new TarBuilder())
                .file("manifest.json", new JsonArray().add(saved).encode().getBytes(StandardCharsets.UTF_8))
                .write(folder.resolve("a.tar"));
    }

    private TarImage onlyImage() {
        TarImages read = read(null);
        assertThat(read.images()).hasSize(1);
        assertThat(read.warnings()).isEmpty();
        return read.images().get(0);
    }

    private static List<Digest> digests(TarImage image) {
        return image.referrers().manifests().stream()
                .map(TarReferrer::manifest)
                .map(TarManifest::digest)
                .toList();
    }

    @Test
    void findsReferrersOfReferrersThatAreListedAsOrasDoes() {
        // Given
        byte[] signature = artifact(manifest, "signature");
        byte[] stamp = artifact(signature, "stamp");
        oci.list(descriptor(stamp)).list(descriptor(signature)).list(descriptor(manifest), "team/app:1");
        // When
        TarImage read = onlyImage();
        // Then
        assertThat(digests(read)).containsExactly(Digest.sha256(signature), Digest.sha256(stamp));
        assertThat(read.referrers().manifests())
                .extracting(TarReferrer::subject)
                .containsExactly(Digest.sha256(manifest), Digest.sha256(signature));
        assertThat(read.referrers().blobs()).hasSize(3);
    }

    @Test
    void findsReferrersInAnIndexUnderTheReferrersTagAsRegctlWritesIt() {
        // Given
        byte[] signature = artifact(manifest, "signature");
        byte[] index = OciParts.index(List.of(descriptor(signature)));
        oci.blob(index)
                .list(descriptor(manifest), "1")
                .list(OciParts.descriptor(MediaType.OCI_INDEX, index), tag(manifest));
        // When
        TarImage read = onlyImage();
        // Then
        assertThat(read.bareTags()).containsExactly("1");
        assertThat(digests(read)).containsExactly(Digest.sha256(signature));
    }

    @ParameterizedTest
    @CsvSource({"''", "example.org:5000/team/app:"})
    void findsTagsOfCosignAloneAndBehindAName(String repository) {
        // Given
        byte[] signature = artifact(null, "signature");
        byte[] attestation = artifact(signature, "attestation");
        oci.list(descriptor(manifest), "team/app:1")
                .list(annotated(signature, REF_NAME, repository + tag(manifest) + ".sig"))
                .list(annotated(attestation, REF_NAME, repository + tag(signature) + ".att"));
        // When
        TarImage read = onlyImage();
        // Then
        assertThat(read.referrers().manifests())
                .extracting(TarReferrer::tag)
                .containsExactly(tag(manifest) + ".sig", null, tag(signature) + ".att");
        assertThat(digests(read))
                .containsExactly(Digest.sha256(signature), Digest.sha256(attestation), Digest.sha256(attestation));
    }

    @Test
    void findsWhatCosignSaveMarks() {
        // Given
        byte[] signature = artifact(null, "signature");
        byte[] attestation = artifact(null, "attestation");
        oci.list(annotated(manifest, "kind", "dev.cosignproject.cosign/image"))
                .list(annotated(signature, "kind", "dev.cosignproject.cosign/sigs"))
                .list(annotated(attestation, "kind", "dev.cosignproject.cosign/atts"));
        // When
        TarImage read = onlyImage();
        // Then
        assertThat(read.referrers().manifests())
                .extracting(TarReferrer::tag)
                .containsExactly(tag(manifest) + ".sig", tag(manifest) + ".att");
    }

    @Test
    void leavesOutWhatIsNotWholeAndWhatRefersToOthers() {
        // Given
        byte[] damaged = artifact(manifest, "not there", false);
        byte[] foreign = artifact(new byte[] {1}, "of another image");
        oci.list(descriptor(manifest), "team/app:1").list(descriptor(damaged)).list(descriptor(foreign));
        // When
        TarImages read = read(null);
        // Then
        assertThat(digests(read.images().get(0))).isEmpty();
        assertThat(read.images().get(0).referrers().blobs()).isEmpty();
        assertThat(read.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(damaged) + ", which refers to another one, is left out")
                        .contains("is not there"))
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(foreign) + " refers to another one and is not taken for an image"));
    }

    @Test
    void ofOnePlatformFindsWhatRefersToThatAlone() {
        // Given
        ImageTarFixture foreign =
                ImageTarFixture.image().platform("linux/s390x").layer("z.txt", "z", Compression.GZIP);
        byte[] other = oci.image(foreign);
        byte[] index =
                OciParts.index(List.of(OciParts.withPlatform(manifest, image), OciParts.withPlatform(other, foreign)));
        byte[] ofIndex = artifact(index, "of the index");
        byte[] ofOther = artifact(other, "of the image");
        oci.blob(index)
                .list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1")
                .list(descriptor(ofIndex))
                .list(descriptor(ofOther));
        // When
        TarImage alone = read("linux/s390x").images().get(0);
        TarImage whole = onlyImage();
        // Then
        assertThat(alone.kept()).extracting(TarManifest::digest).containsExactly(Digest.sha256(other));
        assertThat(alone.blobs()).hasSize(2);
        assertThat(digests(alone)).containsExactly(Digest.sha256(ofOther));
        assertThat(digests(whole)).containsExactlyInAnyOrder(Digest.sha256(ofIndex), Digest.sha256(ofOther));
    }

    @Test
    void findsThemInATarWhoseManifestJsonDecides() {
        // Given
        byte[] signature = artifact(manifest, "signature");
        oci.list(descriptor(manifest), "team/app:1").list(descriptor(signature));
        Path tar = saved(image);
        // When
        TarImages read = Reading.chosen(tar, new ImageChoice(null, false, null, true));
        // Then
        assertThat(read.warnings()).isEmpty();
        assertThat(digests(read.images().get(0))).containsExactly(Digest.sha256(signature));
    }

    private static byte[] absent() {
        return new byte[] {9};
    }

    /** Lists an image, and under its referrers tag an index of those manifests. */
    private void listUnderTag(byte[]... manifests) {
        byte[] index = OciParts.index(
                Stream.of(manifests).map(ReferringTest::descriptor).toList());
        oci.blob(index)
                .list(descriptor(manifest), "1")
                .list(OciParts.descriptor(MediaType.OCI_INDEX, index), tag(manifest));
    }

    @Test
    void warnsOfWhatAReferrersTagListsAndIsNotTaken() {
        // Given
        byte[] unrelated = artifact(null, "unrelated");
        byte[] signature = artifact(manifest, "signature");
        listUnderTag(absent(), unrelated, signature);
        // When
        TarImages read = read(null);
        // Then
        assertThat(digests(read.images().get(0))).containsExactly(Digest.sha256(signature));
        assertThat(read.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(absent()) + ", which is listed among the referrers of "
                                + Digest.sha256(manifest) + ", is left out")
                        .contains("is not there"))
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(unrelated) + ", which is listed")
                        .contains("it does not refer to it"));
    }

    @Test
    void warnsWhereWhatAReferrersTagNamesIsNotThereOrNoIndex() {
        // Given
        byte[] other = oci.image(ImageTarFixture.image().layer("b.txt", "b", Compression.GZIP));
        byte[] second = oci.image(ImageTarFixture.image("team/app:2").layer("c.txt", "c", Compression.GZIP));
        oci.list(descriptor(manifest), "team/app:1")
                .list(descriptor(absent()), tag(manifest))
                .list(descriptor(second), "team/app:2")
                .list(descriptor(other), tag(second));
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));
        // When
        TarImages read = Reading.chosen(tar, new ImageChoice(null, true, null, true));
        // Then
        assertThat(read.images()).hasSize(2);
        assertThat(read.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(absent()) + ", which lists what refers to " + Digest.sha256(manifest))
                        .contains("is not there"))
                .anySatisfy(warning -> assertThat(warning)
                        .contains(Digest.sha256(other) + " refers to another one and is not taken for an image"));
    }

    @Test
    void warnsOfNamelessManifestsThatCannotBeRead() {
        // Given
        oci.list(descriptor(manifest), "team/app:1").list(descriptor(absent()));
        Path tar = oci.addTo(new TarBuilder()).write(folder.resolve("a.tar"));
        // When
        TarImages read = Reading.chosen(tar, new ImageChoice("team/app:1", false, null, true));
        // Then
        assertThat(read.warnings())
                .singleElement()
                .asString()
                .contains(Digest.sha256(absent()) + ", which may refer to another one, is left out");
    }

    @ParameterizedTest
    @CsvSource({"kind,dev.cosignproject.cosign/sigs", "org.opencontainers.image.ref.name,''"})
    void ofTwoManifestsUnderOneTagOfCosignTakesTheLast(String key, String value) {
        // Given
        byte[] first = artifact(null, "first");
        byte[] last = artifact(null, "last");
        String tag = tag(manifest) + ".sig";
        oci.list(descriptor(manifest), "team/app:1")
                .list(annotated(first, key, value.isEmpty() ? tag : value))
                .list(annotated(last, key, value.isEmpty() ? tag : value));
        // When
        TarImages read = read(null);
        // Then
        assertThat(digests(read.images().get(0))).containsExactly(Digest.sha256(last));
        assertThat(read.warnings())
                .containsExactly("manifest " + Digest.sha256(first) + " is not written as " + tag
                        + ", for which the layout has " + Digest.sha256(last) + ", too");
    }

    @Test
    void findsWhatRefersToAnotherImageOfItsIndex() {
        // Given
        byte[] attestation = artifact(manifest, "attestation");
        byte[] index = OciParts.index(
                List.of(OciParts.withPlatform(manifest, image), OciParts.attestation(attestation, manifest)));
        oci.blob(index).list(OciParts.descriptor(MediaType.OCI_INDEX, index), "team/app:1");
        // When
        TarImage read = onlyImage();
        // Then
        assertThat(read.referrers().manifests())
                .extracting(TarReferrer::subject)
                .containsExactly(Digest.sha256(manifest));
        assertThat(digests(read)).containsExactly(Digest.sha256(attestation));
    }

    @Test
    void warnsWhereNoManifestFitsWhatManifestJsonDecides() {
        // Given
        byte[] signature = artifact(manifest, "signature");
        oci.list(descriptor(manifest), "team/app:1").list(descriptor(signature));
        ImageTarFixture other = ImageTarFixture.image("team/app:1").layer("b.txt", "b", Compression.GZIP);
        oci.image(other);
        Path tar = saved(other);
        // When
        TarImages read = Reading.chosen(tar, new ImageChoice(null, false, null, true));
        // Then
        assertThat(digests(read.images().get(0))).isEmpty();
        assertThat(read.warnings())
                .contains("manifest " + Digest.sha256(signature)
                        + " refers to another one and is not taken for an image");
    }
}
