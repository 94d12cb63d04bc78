package io.github.vertxregistry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGarbageTest {
    private static final byte[] LOOSE = "named by nothing".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void deletesWhatNoManifestNames() throws IOException {
        // Given
        Digest kept;
        Digest deleted;
        String location;
        try (EmbeddedFixture before = EmbeddedFixture.over(folder)) {
            kept = before.image("team/app", "1");
            deleted = before.image("team/app", "2");
            before.image("b", "1");
            before.delete("/v2/team/app/manifests/" + deleted);
            before.blob("team/app", LOOSE);
            before.blob("blobs/only", LOOSE);
            location = before.upload("team/app");
        }

        // When
        try (EmbeddedFixture after = EmbeddedFixture.with(collecting())) {
            // Then
            assertThat(after.get("/v2/team/app/manifests/" + kept).statusCode()).isEqualTo(200);
            assertThat(after.get("/v2/team/app/blobs/" + layer("1")).statusCode())
                    .isEqualTo(200);
            assertThat(after.get("/v2/b/blobs/" + layer("1")).statusCode()).isEqualTo(200);
            assertThat(after.get("/v2/team/app/blobs/" + layer("2")).statusCode())
                    .isEqualTo(404);
            assertThat(after.get("/v2/team/app/blobs/" + Digest.sha256(LOOSE)).statusCode())
                    .isEqualTo(404);
            assertThat(after.get(location).statusCode()).isEqualTo(204);
            assertThat(contents()).as("the config, the layer, the manifest").isEqualTo(3);
        }
    }

    @Test
    void keepsTheBlobsOfARepositoryWhoseManifestCannotBeRead() throws IOException {
        // Given
        Digest manifest;
        try (EmbeddedFixture before = EmbeddedFixture.over(folder)) {
            manifest = before.image("team/app", "1");
            before.blob("team/app", LOOSE);
        }
        Files.writeString(new Store(folder, true).content(manifest), "damaged");

        // When
        try (EmbeddedFixture after = EmbeddedFixture.with(collecting())) {
            // Then
            assertThat(after.get("/v2/team/app/blobs/" + layer("1")).statusCode())
                    .isEqualTo(200);
            assertThat(after.get("/v2/team/app/blobs/" + Digest.sha256(LOOSE)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void keepsWhatAnIndexNames() throws IOException {
        // Given
        String index;
        Digest child;
        try (EmbeddedFixture before = EmbeddedFixture.over(folder)) {
            child = before.image("team/app", "1");
            index = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["
                    + EmbeddedFixture.descriptor(MediaType.OCI_MANIFEST, child, 1)
                            .encode() + "]}";
            before.putManifest("team/app", "all", MediaType.OCI_INDEX, index);
            before.delete("/v2/team/app/manifests/1");
        }

        // When
        try (EmbeddedFixture after = EmbeddedFixture.with(collecting())) {
            // Then
            assertThat(after.get("/v2/team/app/manifests/all").body())
                    .isEqualTo(index.getBytes(StandardCharsets.UTF_8));
            assertThat(after.get("/v2/team/app/manifests/" + child).statusCode())
                    .isEqualTo(200);
            assertThat(after.get("/v2/team/app/blobs/" + layer("1")).statusCode())
                    .isEqualTo(200);
        }
    }

    private EmbeddedConfig collecting() {
        return new EmbeddedConfig(null, null, folder.toString(), null, true, null);
    }

    private static Digest layer(String tag) {
        return Digest.sha256(("layer of " + tag).getBytes(StandardCharsets.UTF_8));
    }

    private long contents() throws IOException {
        try (Stream<Path> files = Files.walk(new Store(folder, true).contents())) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
