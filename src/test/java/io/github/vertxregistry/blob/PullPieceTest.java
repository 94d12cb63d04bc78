package io.github.vertxregistry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPieceTest {
    private static final long MIB = 1 << 20;

    private static PulledBlob blob(long size) {
        Descriptor descriptor = Descriptor.of("t", Digest.sha256(new byte[] {1}), size);
        return new PulledBlob("a", descriptor, descriptor);
    }

    @ParameterizedTest
    @CsvSource({
        // MiB of the blob, of all blobs, at once: parts
        "900, 900, 4, 4",
        "600, 1000, 4, 3",
        "400, 1000, 4, 1",
        "10, 10, 4, 1",
        "40, 40, 4, 3",
        "900, 900, 1, 1"
    })
    void whatIsMoreThanItsShareComesInParts(long size, long total, int atOnce, int parts) {
        // Given
        PulledBlob blob = blob(size * MIB + 5);
        // When
        List<PullPiece> pieces =
                PullPiece.of(blob, List.of(new Span(0, size * MIB + 5)), total * MIB + 5L * atOnce, atOnce);
        // Then
        assertThat(pieces).hasSize(parts);
        assertThat(pieces.get(0).from()).isZero();
        assertThat(pieces.get(parts - 1).to()).isEqualTo(size * MIB + 5);
        for (int i = 1; i < parts; i++) {
            assertThat(pieces.get(i).from()).isEqualTo(pieces.get(i - 1).to());
        }
        assertThat(pieces).allMatch(piece -> piece.length() > 0);
        assertThat(pieces.get(0).isWhole()).isEqualTo(parts == 1);
    }

    @Test
    void onlyWhatIsMissingIsFetched() {
        // Given
        List<Span> missing = List.of(new Span(5, 10), new Span(90, 100));
        // When
        List<PullPiece> pieces = PullPiece.of(blob(100), missing, 15, 4);
        // Then
        assertThat(pieces).extracting(PullPiece::from).containsExactly(5L, 90L);
        assertThat(pieces).noneMatch(PullPiece::isWhole);
    }
}
