package io.github.vertxregistry.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which parts of something are there: spans that neither overlap nor touch. */
public final class Spans {
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    /**
     * A part.
     *
     * @param from its first byte
     * @param to the one after its last
     */
    public record Span(long from, long to) {
        /** Returns the number of its bytes. */
        public long length() {
            return to - from;
        }
    }

    /** Adds a part; where there is nothing in it, nothing. */
    public void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map<Long, Long> covered = ends.subMap(start, true, end, true);
        for (long each : covered.values()) {
            end = Math.max(end, each);
        }
        covered.clear();
        ends.put(start, end);
    }

    /** Returns what is not there of the first so many bytes, in order. */
    public List<Span> missing(long length) {
        List<Span> gaps = new ArrayList<>();
        long at = 0;
        for (Map.Entry<Long, Long> span : ends.entrySet()) {
            if (span.getKey() > at && at < length) {
                gaps.add(new Span(at, Math.min(span.getKey(), length)));
            }
            at = Math.max(at, span.getValue());
        }
        if (at < length) {
            gaps.add(new Span(at, length));
        }
        return gaps;
    }

    /** Returns how many bytes are there. */
    public long count() {
        return ends.entrySet().stream()
                .mapToLong(span -> span.getValue() - span.getKey())
                .sum();
    }
}
