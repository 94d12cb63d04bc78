package io.github.vertxregistry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/aarch64/v8, linux/arm64/v8",
        "linux/i686, linux/386",
        "windows/amd64, windows/amd64",
        "linux/riscv64, linux/riscv64"
    })
    void understandsTheNamesOfProcessorsThatLinuxHas(String asked, String platform) {
        // When
        Platform read = Platform.of(asked);
        // Then
        assertThat(read).hasToString(platform);
    }
}
