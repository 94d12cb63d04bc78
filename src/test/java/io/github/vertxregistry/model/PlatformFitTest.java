package io.github.vertxregistry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformFitTest {
    private static Descriptor image(String platform) {
        return new Descriptor(
                MediaType.OCI_MANIFEST,
                1,
                Digest.sha256(platform.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                List.of(),
                Map.of(),
                Platform.of(platform),
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/arm64 linux/amd64, linux/amd64",
        "linux/arm64, linux/arm64/v8, linux/arm64/v8",
        "linux/arm64/v8, linux/arm64, linux/arm64",
        "linux/arm64/v9, linux/arm64/v8 linux/arm/v7, linux/arm64/v8",
        "linux/arm64, linux/arm/v6 linux/arm/v7, linux/arm/v7",
        "linux/arm, linux/arm/v6 linux/arm/v7, linux/arm/v7",
        "linux/arm/v7, linux/arm/v5 linux/arm/v6, linux/arm/v6",
        "linux/arm/v6, linux/arm/v7 linux/arm64, none",
        "linux/amd64/v3, linux/amd64 linux/amd64/v2 linux/amd64/v4, linux/amd64/v2",
        "linux/amd64/v3, linux/amd64, linux/amd64",
        "linux/amd64, linux/amd64/v2, none",
        "linux/amd64, linux/386, linux/386",
        "windows/amd64, linux/amd64, none",
        "linux/s390x, linux/s390x, linux/s390x"
    })
    void takesWhatFitsBest(String wanted, String offered, String chosen) {
        // Given
        List<Descriptor> images =
                Stream.of(offered.split(" ")).map(PlatformFitTest::image).toList();
        // When
        String best = PlatformFit.of(Platform.of(wanted))
                .best(images)
                .map(image -> image.platform().toString())
                .orElse("none");
        // Then
        assertThat(best).isEqualTo(chosen);
    }
}
