package io.github.vertxregistry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxregistry.testkit.RealImage.Layout;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Foreign programs judge what this package makes, before anything of this toolkit is measured by it. */
@RequiresDocker(with = "skopeo")
class RealImageIT {
    private static RealImage image;

    @BeforeAll
    static void make() throws Exception {
        image = RealImage.get();
    }

    @ParameterizedTest
    @EnumSource
    void skopeoFindsTheSameLayersInEveryLayout(Layout layout) throws Exception {
        // Given
        JsonNode original = diffIds(Layout.DOCKER_SAVE);

        // When
        JsonNode found = diffIds(layout);

        // Then
        assertThat(found).hasSize(4).isEqualTo(original);
    }

    @Test
    void isLarge() throws Exception {
        assertThat(Files.size(image.path(Layout.DOCKER_SAVE))).isGreaterThan(200_000_000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER_SAVE", "GRAPH_DRIVER_SAVE", "CONTAINERD_SAVE"})
    void dockerLoadsAndRunsIt(Layout layout) throws Exception {
        // When
        String loaded =
                Command.run("docker", "load", "--input", image.path(layout).toString());

        // Then
        try {
            assertThat(loaded).contains(RealImage.NAME, RealImage.NAME_WITH_HOST);
            assertThat(Command.run("docker", "run", "--rm", RealImage.NAME)).contains("ID=debian");
        } finally {
            Command.run("docker", "rmi", RealImage.NAME, RealImage.NAME_WITH_HOST);
        }
    }

    private static JsonNode diffIds(Layout layout) throws Exception {
        String config =
                Command.run("skopeo", "--insecure-policy", "inspect", "--config", "--raw", image.skopeoName(layout));
        return new ObjectMapper().readTree(config).path("rootfs").path("diff_ids");
    }
}
