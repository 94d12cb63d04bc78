package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.OciParts;
import io.github.vertxregistry.testkit.TarShape;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSelectionTest {
    @TempDir
    Path folder;

    private final ImageTarFixture first = ImageTarFixture.image("docker.io/library/alpine:latest", "team/app:1")
            .layer("a.txt", "a");
    private final ImageTarFixture second =
            ImageTarFixture.image("example.org:5000/team/app:2").layer("b.txt", "b");
    private final ImageTarFixture third =
            ImageTarFixture.image("mirror.org/team/app:1").layer("c.txt", "c");
    private Path tar;

    @BeforeEach
    void threeImages() {
        tar = TarShape.DOCKER_LEGACY.of(first, second, third).write(folder.resolve("a.tar"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docker.io/library/alpine:latest", "alpine", "library/alpine", "alpine:latest", "team/app:1"})
    void findsAnImageByItsNames(String name) {
        // Given / When
        TarImages read = Reading.chosen(tar, ImageChoice.of(name));

        // Then
        assertThat(read.images()).singleElement().satisfies(image -> assertThat(image.id())
                .isEqualTo(first.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org:5000/team/app:2", "team/app:2"})
    void findsAnImageWithAndWithoutHost(String name) {
        // Given / When
        TarImages read = Reading.chosen(tar, ImageChoice.of(name));

        // Then
        assertThat(read.images().get(0).id()).isEqualTo(second.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docker.io/library/busybox:1", "index.docker.io/busybox:1", "library/busybox:1", "busybox:1"})
    void findsAnImageOfDockerHubThatIsNamedAsDockerShortensIt(String name) {
        // Given
        ImageTarFixture busybox = ImageTarFixture.image("busybox:1").layer("d.txt", "d");
        Path saved = TarShape.DOCKER_LEGACY.of(first, busybox).write(folder.resolve("hub.tar"));

        // When
        TarImages read = Reading.chosen(saved, ImageChoice.of(name));

        // Then
        assertThat(read.images().get(0).id()).isEqualTo(busybox.id());
    }

    @Test
    void aDigestInANameIsThatOfTheImage() {
        // Given
        Path oci = TarShape.OCI.of(first, second).write(folder.resolve("oci.tar"));
        Digest manifest = Digest.sha256(OciParts.manifest(second));

        // When
        TarImages read = Reading.chosen(oci, ImageChoice.of("example.org:5000/team/app@" + manifest));

        // Then
        assertThat(read.images().get(0).id()).isEqualTo(second.id());
        assertThat(Reading.chosen(tar, ImageChoice.of("alpine@" + first.id())).images())
                .hasSize(1);
        assertThat(failure(ImageChoice.of("alpine@" + second.id())).kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure(ImageChoice.of("alpine:latest@" + manifest)).kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
    }

    @ParameterizedTest
    @EnumSource(
            value = TarShape.class,
            names = {"DOCKER_GRAPH_DRIVER", "DOCKER_CONTAINERD"})
    void findsAnImageByTheDigestThatDockersContainerdStoreCallsItBy(TarShape shape) {
        // Given
        Path saved = shape.of(first, second).write(folder.resolve("saved.tar"));
        Digest listed = lastListed(saved);

        // When
        TarImages read = Reading.chosen(saved, ImageChoice.of(listed.shortForm()));

        // Then
        assertThat(read.images()).singleElement().satisfies(image -> assertThat(image.id())
                .isEqualTo(second.id()));
    }

    @Test
    void findsAnImageByItsIdAndByTwelveDigitsOfIt() {
        // Given
        List<String> names =
                List.of(second.id().toString(), second.id().hex(), second.id().shortForm());

        // When
        List<TarImages> read = names.stream()
                .map(name -> Reading.chosen(tar, ImageChoice.of(name)))
                .toList();

        // Then
        assertThat(read)
                .allSatisfy(images -> assertThat(images.images().get(0).id()).isEqualTo(second.id()));
    }

    @Test
    void returnsAllImagesInTheTarsOrder() {
        // Given / When
        TarImages read = Reading.chosen(tar, ImageChoice.every());

        // Then
        assertThat(read.images()).extracting(image -> image.id()).containsExactly(first.id(), second.id(), third.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody/knows:1", "team/app", "other.org/team/app:1", "0123456789ab", "Not A Name"})
    void anUnknownNameNamesWhatThereIs(String name) {
        // Given / When
        RegistryException failure = failure(ImageChoice.of(name));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure).hasMessageContaining(name).hasMessageContaining("example.org:5000/team/app:2");
    }

    @Test
    void severalImagesAndNoneChosenNamesThem() {
        // Given / When
        RegistryException failure = failure(ImageChoice.only());

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure)
                .hasMessageContaining("3 images")
                .hasMessageContaining("alpine:latest")
                .hasMessageContaining("mirror.org/team/app:1");
    }

    @Test
    void imagesOfOneNameAreToldApartByTheirIds() {
        // Given
        String name = second.tags().get(0);
        ImageTarFixture other = ImageTarFixture.image(name).layer("z.txt", "z");
        Path twice = TarShape.SKOPEO.of(second, other).write(folder.resolve("twice.tar"));

        // When
        RegistryException failure =
                (RegistryException) catchThrowable(() -> Reading.chosen(twice, ImageChoice.of(name)));

        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(failure)
                .hasMessageContaining("fits 2 of its images")
                .hasMessageContaining(name + " (" + second.id().shortForm() + ")")
                .hasMessageContaining(name + " (" + other.id().shortForm() + ")");
        assertThat(Reading.chosen(twice, ImageChoice.of(other.id().shortForm())).images())
                .hasSize(1);
    }

    @Test
    void imagesOfOneTagInALayoutAreToldApartByTheirManifests() {
        // Given
        ImageTarFixture one = ImageTarFixture.image("team/app:7").layer("y.txt", "y");
        ImageTarFixture other = ImageTarFixture.image("team/app:7").layer("z.txt", "z");
        Path twice = TarShape.OCI.of(one, other).write(folder.resolve("twice-oci.tar"));

        // When
        RegistryException none = (RegistryException) catchThrowable(() -> Reading.chosen(twice, ImageChoice.only()));
        RegistryException named =
                (RegistryException) catchThrowable(() -> Reading.chosen(twice, ImageChoice.of("team/app:7")));

        // Then
        assertThat(named.kind()).isEqualTo(FailureKind.IMAGE_AMBIGUOUS);
        assertThat(named).hasMessageContaining("'team/app:7' fits 2 of its images");
        List<String> ids = Pattern.compile("team/app:7 \\(([0-9a-f]{12})\\)")
                .matcher(named.getMessage())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(ids).hasSize(2).allSatisfy(id -> assertThat(none).hasMessageContaining(id));
        assertThat(ids.stream().map(id -> Reading.chosen(twice, ImageChoice.of(id))
                        .images()
                        .get(0)
                        .id()))
                .containsExactly(one.id(), other.id());
    }

    @Test
    void aBrokenImageDoesNotStandInAnothersWay() {
        // Given
        Path broken = TarShape.DOCKER_LEGACY
                .of(first, second, third)
                .without(second.id().hex() + ".json")
                .write(folder.resolve("b.tar"));

        // When
        TarImages read = Reading.chosen(broken, ImageChoice.of("alpine"));

        // Then
        assertThat(read.images().get(0).id()).isEqualTo(first.id());
    }

    @Test
    void tagsAreThoseOfAllImagesAndThePrimaryHasNoHost() {
        // Given
        Path swapped = TarShape.DOCKER_LEGACY.of(second, first).write(folder.resolve("c.tar"));

        // When
        TarTags tags = Reading.READER.tags(swapped, Reading.spool(swapped), Task.unwatched());

        // Then
        assertThat(tags.tags())
                .containsExactly("example.org:5000/team/app:2", "docker.io/library/alpine:latest", "team/app:1");
        assertThat(tags.primary()).isEqualTo(new TarTags.Primary("team/app", "2"));
    }

    private static Digest lastListed(Path saved) {
        try (Source source =
                Source.open(saved, Reading.spool(saved), TarConfig.defaults(), new TarIndexes(), Task.unwatched())) {
            JsonArray listed = new JsonObject(Buffer.buffer(source.document(source.find(OciGraph.FILE))))
                    .getJsonArray("manifests");
            return Digest.of(listed.getJsonObject(listed.size() - 1).getString("digest"));
        }
    }

    private RegistryException failure(ImageChoice choice) {
        return (RegistryException) catchThrowable(() -> Reading.chosen(tar, choice));
    }
}
