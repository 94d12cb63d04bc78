package io.github.vertxregistry.blob;

import io.github.vertxregistry.layout.Spans.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a blob that comes by one request.
 *
 * @param blob the blob
 * @param from its first byte
 * @param to the one after its last
 */
public record PullPiece(PulledBlob blob, long from, long to) {
    /** A request for less costs more than it gains. */
    static final long LEAST = 16 << 20;

    public long length() {
        return to - from;
    }

    /** Returns whether that is all of the blob. */
    public boolean isWhole() {
        return length() == blob.placed().size();
    }

    /**
     * Returns what is to be fetched of a blob. A blob that is more than twice its share, with so many at once, is cut into equal
     * parts: alone it would go on when all others have ended. Others are not, since parts have to be read back to be hashed.
     *
     * @param missing what is not there of the blob
     * @param total bytes of all blobs that are to be fetched
     */
    public static List<PullPiece> of(PulledBlob blob, List<Span> missing, long total, int atOnce) {
        List<PullPiece> pieces = new ArrayList<>();
        if (blob.isUnpacked()) {
            // It is decompressed from its start, or not at all.
            if (!missing.isEmpty()) {
                pieces.add(new PullPiece(blob, 0, blob.placed().size()));
            }
            return pieces;
        }
        long share = Math.max(LEAST, total / atOnce);
        for (Span gap : missing) {
            long parts = gap.length() <= 2 * share ? 1 : (gap.length() + share - 1) / share;
            for (long i = 0; i < parts; i++) {
                pieces.add(new PullPiece(blob, gap.from() + part(gap, i, parts), gap.from() + part(gap, i + 1, parts)));
            }
        }
        return pieces;
    }

    /** In whole mebibytes, so that parts begin where pages of the file do. */
    private static long part(Span gap, long number, long parts) {
        long each = (gap.length() / parts + (1 << 20) - 1) >> 20 << 20;
        return number == parts ? gap.length() : Math.min(gap.length(), number * each);
    }
}
