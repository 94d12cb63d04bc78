package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.testkit.OtherRegistry;
import io.github.vertxregistry.testkit.Server;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Registries of other makes than Distribution, where their programs are on the PATH; {@code .ci/docker} builds what it can. */
class OtherRegistryIT extends CutFixture {
    private static Stream<Arguments> registriesAndModes() {
        return Stream.of(OtherRegistry.values())
                .flatMap(make -> Stream.of(UploadMode.values()).map(mode -> Arguments.of(make, mode)));
    }

    private static Stream<Arguments> registriesAndWays() {
        return Stream.of(OtherRegistry.values())
                .flatMap(make -> Stream.of(Way.values()).map(way -> Arguments.of(make, way)));
    }

    private Server start(OtherRegistry make) {
        assumeThat(make.isThere()).as("%s is on the PATH", make).isTrue();
        return make.start(folder);
    }

    @ParameterizedTest
    @MethodSource("registriesAndModes")
    void takesAnImageInEachWayAndGivesItBack(OtherRegistry make, UploadMode mode) {
        // Given
        try (Server registry = start(make)) {
            RegistryClient client = toolkit.client().withRegistry(registry.url());
            // When
            PushedImage first = await(client.push(request().withUpload(mode).withChunkSize(CHUNK)))
                    .images()
                    .get(0);
            PushedImage second = await(client.push(request())).images().get(0);
            // Then
            assertThat(first.uploaded()).isEqualTo(2);
            assertThat(second.uploaded()).isZero();
            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(await(client.imageInfo("fault/app", "1")).digest()).isEqualTo(first.digest());
            await(client.tagImage("fault/app", "1", "2"));
            assertThat(await(client.listTags("fault/app"))).containsExactly("1", "2");
            if (make.listsRepositories()) {
                assertThat(await(client.listRepositories())).containsExactly("fault/app");
            }
            await(client.deleteTag("fault/app", "2"));
            assertThat(await(client.listTags("fault/app"))).containsExactly("1");
        }
    }

    @ParameterizedTest
    @MethodSource("registriesAndWays")
    void outlastsACutInEachPush(OtherRegistry make, Way way) {
        // Given
        try (Server registry = start(make)) {
            cutOnceInEachPush(make.program(), registry.url(), way, false);
        }
    }
}
