package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void alignsColumnsAndLeavesOutWhatIsNotThere() {
        // Given
        Table table = new Table().row("a", "1", "x").row("long name", "22").row("b", null);
        // When
        List<String> lines = table.rows("more", List.of("3", "4")).lines();
        // Then
        assertThat(lines).containsExactly("a          1   x", "long name  22", "more       3", "           4");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999999, 1.0 MB",
        "12345678, 12.3 MB",
        "9223372036854775807, 9.2 EB"
    })
    void showsSizesAsDockerDoes(long bytes, String text) {
        // When
        String shown = Table.size(bytes);
        // Then
        assertThat(shown).isEqualTo(text);
    }
}
