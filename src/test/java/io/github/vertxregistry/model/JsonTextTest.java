package io.github.vertxregistry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents from outside fail in words of ours, and never in those of the parser. */
class JsonTextTest {
    static Stream<Arguments> documents() {
        String tooDeep = "is nested more than 100 levels deep";
        String tooLong = "holds a number, a name or a text that is too long";
        return Stream.of(
                Arguments.of("", FailureKind.TAR_INVALID, "is empty"),
                Arguments.of(" \n", FailureKind.TAR_INVALID, "is empty"),
                Arguments.of("hello", FailureKind.TAR_INVALID, "is not valid JSON, at line 1, column 1"),
                Arguments.of("{\n \"a\": }", FailureKind.TAR_INVALID, "is not valid JSON, at line 2, column 7"),
                Arguments.of("{\"a\":", FailureKind.TAR_INVALID, "is not valid JSON: it ends in the middle"),
                Arguments.of("{} {}", FailureKind.TAR_INVALID, "is not valid JSON, at line 1, column 4"),
                Arguments.of(
                        "{\"a\":1,\"a\":2}",
                        FailureKind.TAR_INVALID,
                        "is not valid JSON: an object has one name twice, at line 1, column 11"),
                Arguments.of("[".repeat(101), FailureKind.LIMIT_EXCEEDED, tooDeep),
                Arguments.of("{\"a\":".repeat(5_000), FailureKind.LIMIT_EXCEEDED, tooDeep),
                Arguments.of("9".repeat(2_000), FailureKind.LIMIT_EXCEEDED, tooLong),
                Arguments.of("{\"" + "a".repeat(60_000) + "\":1}", FailureKind.LIMIT_EXCEEDED, tooLong));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void saysWhatIsWrong(String text, FailureKind kind, String message) {
        // Given
        byte[] document = text.getBytes(StandardCharsets.UTF_8);

        // When
        Throwable failure = catchThrowable(() -> JsonText.read(document, FailureKind.TAR_INVALID, "a.json of b.tar"));

        // Then
        assertThat(failure).hasMessage("a.json of b.tar " + message);
        assertThat(((RegistryException) failure).kind()).isEqualTo(kind);
        assertThat(((RegistryException) failure).hint()).isPresent();
    }

    @Test
    void readsWhatIsAsDeepAsAllowed() {
        // Given
        byte[] document = ("[".repeat(100) + "]".repeat(100)).getBytes(StandardCharsets.UTF_8);

        // When
        var read = JsonText.read(document, FailureKind.TAR_INVALID, "a.json");

        // Then
        assertThat(read.isArray()).isTrue();
    }
}
