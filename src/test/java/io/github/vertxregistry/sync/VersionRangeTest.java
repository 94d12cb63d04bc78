package io.github.vertxregistry.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.RegistryException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3            | 1.2.3 v1.2.3 1.2.3+b          | 1.2.4 1.2 1.2.3-rc1",
                ">=1.2 <2         | 1.2 1.2.0 1.9.9               | 1.1.9 2.0.0 2.0.0-rc1 1.3.0-rc1",
                ">= 1.2 < 2       | 1.5.0                         | 2.0.0",
                ">1.2             | 1.3.0 2.0.0                   | 1.2.9",
                ">1.2.3           | 1.2.4                         | 1.2.3",
                "<=1.2            | 1.2.9 0.1.0                   | 1.3.0",
                "<1.2.3           | 1.2.2                         | 1.2.3",
                "^1.2.3           | 1.2.3 1.9.0                   | 1.2.2 2.0.0",
                "^0.2.3           | 0.2.3 0.2.9                   | 0.3.0",
                "^0.0.3           | 0.0.3                         | 0.0.4",
                "^0               | 0.0.1 0.9.0                   | 1.0.0",
                "^0.0             | 0.0.9                         | 0.1.0",
                "~1.2.3           | 1.2.3 1.2.9                   | 1.3.0",
                "~1.2             | 1.2.0 1.2.9                   | 1.3.0",
                "~1               | 1.9.9                         | 2.0.0",
                "1.x              | 1.0.0 1.9.9                   | 2.0.0 0.9.0",
                "1.2.*            | 1.2.0                         | 1.3.0",
                "1                | 1.4.0                         | 2.0.0",
                "*                | 0.0.1 9.9.9                   | latest 1.0.0-rc1",
                "1.x // 3.1       | 1.1.0 3.1.5                   | 2.0.0 3.2.0",
                ">=1.2.3-beta.2   | 1.2.3-beta.2 1.2.3-beta.11 1.2.3 | 1.2.3-beta.1 1.2.3-alpha 1.2.4-beta.3",
            })
    void holds(String range, String in, String out) {
        // When
        VersionRange read = VersionRange.of("tags", range.replace("//", "||"));
        // Then
        assertThat(in.strip().split(" +")).allMatch(tag -> holds(read, tag));
        assertThat(out.strip().split(" +")).noneMatch(tag -> holds(read, tag));
    }

    private static boolean holds(VersionRange range, String tag) {
        return Version.of(tag).filter(range::holds).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ">>1", "1.2.3.4", "1 ||", "^", "1.-1"})
    void namesWhatIsNoRange(String range) {
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> VersionRange.of("tags", range));
        // Then
        assertThat(failure).hasMessageStartingWith("field 'tags' has the range");
    }

    @Test
    void versionsAreOrderedAsTheirSpecificationHasIt() {
        // Given: Semantic Versioning 2.0.0, section 11, and numbers that no integer holds
        List<String> ordered = List.of(
                "1.0.0-1",
                "1.0.0-99999999999999999999",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.1",
                "2");
        // When
        Stream<Version> sorted =
                ordered.stream().map(text -> Version.of(text).orElseThrow()).sorted();
        // Then
        assertThat(sorted)
                .containsExactlyElementsOf(ordered.stream()
                        .map(text -> Version.of(text).orElseThrow())
                        .toList());
    }
}
