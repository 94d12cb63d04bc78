package io.github.vertxregistry.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.layout.Spans.Span;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpansTest {
    @Test
    void partsThatTouchOrOverlapBecomeOne() {
        // Given
        Spans spans = new Spans();
        // When
        spans.add(10, 20);
        spans.add(30, 40);
        spans.add(20, 25);
        spans.add(15, 32);
        // Then
        assertThat(spans.missing(50)).containsExactly(new Span(0, 10), new Span(40, 50));
        assertThat(spans.count()).isEqualTo(30);
    }

    @Test
    void nothingIsMissingOfNothing() {
        assertThat(new Spans().missing(0)).isEmpty();
        assertThat(new Spans().missing(1)).isEqualTo(List.of(new Span(0, 1)));
    }

    @Test
    void whatIsMissingIsWhatWasNeverAdded() {
        // Given
        Random random = new Random(5);
        Spans spans = new Spans();
        BitSet there = new BitSet();
        // When
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(1_000);
            int to = from + random.nextInt(20);
            spans.add(from, to);
            there.set(from, to);
        }
        // Then
        BitSet missing = new BitSet();
        spans.missing(1_000).forEach(gap -> missing.set((int) gap.from(), (int) gap.to()));
        there.flip(0, 1_000);
        there.clear(1_000, 2_000);
        assertThat(missing).isEqualTo(there);
    }
}
