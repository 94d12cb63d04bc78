package io.github.vertxregistry.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionConfigTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "/caches, /home/me, /caches/vertx-registry",
                "null, /home/me, /home/me/.cache/vertx-registry",
                "caches, /home/me, /home/me/.cache/vertx-registry",
                // What the JVM says of a user whom the system does not know: no folder of that name is to be made.
                "null, ?, none",
                "null, null, none"
            })
    void remembersInTheUsersCacheOrNowhere(String xdg, String home, String folder) {
        assertThat(CompressionConfig.cacheFolder(xdg, home)).isEqualTo(folder);
    }
}
