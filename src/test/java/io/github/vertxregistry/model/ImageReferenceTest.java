package io.github.vertxregistry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "app, , app, ",
        "app:1, , app, 1",
        "team/app:1, , team/app, 1",
        "localhost/app, localhost, app, ",
        "localhost:5000/team/app:1, localhost:5000, team/app, 1",
        "my_host.example:5000/app, my_host.example:5000, app, ",
        "127.0.0.1/app:1, 127.0.0.1, app, 1",
        "[::1]:5000/app:1, [::1]:5000, app, 1"
    })
    void readsWhatDockerReads(String text, String host, String repository, String tag) {
        // When
        ImageReference read = ImageReference.of(text);

        // Then
        assertThat(read).isEqualTo(new ImageReference(host, repository, tag, null));
        assertThat(read).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":1",
                "/app:1",
                "./app:1",
                "../app:1",
                "-.example/app",
                "a.example:port/app",
                "a.example:123456/app",
                "Team/App:1",
                "a//b:1",
                "app:a b",
                "app:",
                "app@sha256:x",
                "example.org:5000/",
                "\u00e4pp:1"
            })
    void refusesWhatIsNoName(String text) {
        // When
        Throwable failure = catchThrowable(() -> ImageReference.of(text));

        // Then
        assertThat(failure).isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.kind())
                .isEqualTo(FailureKind.NAME_INVALID));
    }

    @Test
    void aNameWithADigestIsNoTag() {
        // When
        Throwable failure = catchThrowable(() -> ImageReference.ofTag("app:1@" + DIGEST));

        // Then
        assertThat(failure).hasMessageContaining("'app:1@" + DIGEST + "' names a digest");
        assertThat(ImageReference.of("app@" + DIGEST).reference()).isEqualTo(DIGEST);
    }
}
