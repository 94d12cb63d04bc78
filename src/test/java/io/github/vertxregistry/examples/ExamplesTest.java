package io.github.vertxregistry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.cli.SampleTar;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExamplesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void pushesManyImagesOnItsOwnRegistry() {
        // When
        int code = PushManyImages.run(new String[0], out);
        // Then
        assertThat(code).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(12)
                .filteredOn(line -> line.startsWith("pushed "))
                .hasSize(6);
    }

    @Test
    void pushesTheTarsGivenToTheRegistryGiven(@TempDir Path folder) {
        // Given
        String tar =
                SampleTar.write(folder.resolve("a.tar"), 100, "given/app:1").toString();
        try (Toolkit toolkit = Toolkit.start()) {
            // When
            int code = PushManyImages.run(new String[] {toolkit.registry(), tar}, out);
            // Then
            assertThat(code).isZero();
            assertThat(Toolkit.await(toolkit.client().listTags("given/app"))).containsExactly("1");
        }
    }

    @Test
    void comparesAndPrintsTheFigures() {
        // When
        int code = ConcurrentAgainstSequential.run(new String[0], out);
        // Then
        assertThat(code).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("push of 6 images: ")
                                .endsWith(" times as fast)"),
                        line -> assertThat(line)
                                .startsWith("info of 6 images: ")
                                .endsWith(" times as fast)"));
    }

    @Test
    void failsWithOneWhereATarIsMissing() {
        // When
        int code = PushManyImages.run(new String[] {"http://127.0.0.1:1", "/no/such.tar"}, out);
        // Then
        assertThat(code).isOne();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("not pushed: /no/such.tar")
                .contains("failed: ");
    }
}
