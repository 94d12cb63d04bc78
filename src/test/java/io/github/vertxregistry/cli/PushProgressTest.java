package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.cli.PushProgress.Style;
import io.github.vertxregistry.message.ProgressEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PushProgressTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private PushProgress progress(Style style) {
        return new PushProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), style, now::get);
    }

    private static ProgressEvent event(String phase, String digest, long done, long total) {
        return new ProgressEvent("id", 1, phase, digest, done, total, null);
    }

    private String written() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void rewritesTheLinesOfWhatIsUnderWay() {
        // Given
        PushProgress progress = progress(Style.TERMINAL);
        progress.show(event("upload", A, 10, 100));
        progress.show(event("upload", B, 0, 2_000_000));
        written();
        // When
        progress.show(event("upload", A, 50, 100));
        // Then
        assertThat(written())
                .isEqualTo("\u001b[?7l\u001b[2F"
                        + "aaaaaaaaaaaa  upload  [##########..........] 50%  50 B of 100 B\u001b[K\n"
                        + "bbbbbbbbbbbb  upload  [....................] 0%  0 B of 2.0 MB\u001b[K\n"
                        + "\u001b[J\u001b[?7h");
    }

    @Test
    void leavesALineForWhatIsDoneAndNoneForTheRestAtTheEnd() {
        // Given
        PushProgress progress = progress(Style.TERMINAL);
        progress.show(event("upload", A, 10, 100));
        progress.show(event("skipped", B, 100, 100));
        written();
        // When
        progress.close();
        progress.show(event("upload", A, 90, 100));
        // Then
        assertThat(written()).isEqualTo("\u001b[1F\u001b[J");
    }

    @Test
    void showsEightLinesAtTheMostAndForgetsWhatFallsSilent() {
        // Given
        PushProgress progress = progress(Style.TERMINAL);
        for (int i = 0; i < 12; i++) {
            written();
            progress.show(event("upload", "sha256:" + i, 1, 100));
        }
        String full = written();
        // When
        now.set(Instant.EPOCH.plusSeconds(60));
        progress.show(event("upload", A, 1, 100));
        // Then
        assertThat(full).contains("and 4 more");
        assertThat(written()).startsWith("\u001b[?7l\u001b[9Faaaaaaaaaaaa").doesNotContain("more");
    }

    @Test
    void writesALineNowAndThenWhereThereIsNoTerminal() {
        // Given
        PushProgress progress = progress(Style.LINES);
        // When
        progress.show(event("upload", A, 10, 100));
        progress.show(event("upload", A, 20, 100));
        now.set(Instant.EPOCH.plusSeconds(3));
        progress.show(event("upload", A, 30, 100));
        progress.show(event("upload", A, 100, 100));
        progress.show(event("index", "/x/image.tar", 10, -1));
        progress.close();
        // Then
        assertThat(written().lines())
                .containsExactly(
                        "aaaaaaaaaaaa  upload  [##..................] 10%  10 B of 100 B",
                        "aaaaaaaaaaaa  upload  [######..............] 30%  30 B of 100 B",
                        "aaaaaaaaaaaa  upload  [####################] 100%  100 B of 100 B",
                        "image.tar  index  10 B");
    }

    @Test
    void isSilentUnlessAskedOrOnATerminal() {
        // Given
        PushProgress progress = progress(Style.NONE);
        // When
        progress.show(event("upload", A, 10, 100));
        progress.close();
        // Then
        assertThat(written()).isEmpty();
    }
}
