package io.github.vertxregistry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "docker.io, https://registry-1.docker.io",
        "https://index.docker.io, https://registry-1.docker.io",
        "DOCKER.io:443, https://registry-1.docker.io",
        "registry-1.docker.io, https://registry-1.docker.io",
        "docker.io:5000, https://docker.io:5000",
        "http://docker.io, http://docker.io",
        "mirror.docker.io.example.org, https://mirror.docker.io.example.org",
        "localhost:15000, http://localhost:15000",
        "[::1]:5000, http://[::1]:5000",
    })
    void readsAnAddress(String text, String expected) {
        // When
        Origin origin = Origin.of(text);
        // Then
        assertThat(origin).hasToString(expected);
    }
}
