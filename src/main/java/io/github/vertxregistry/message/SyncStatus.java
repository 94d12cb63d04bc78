package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a job stands, and after its end what it has done.
 *
 * @param jobId its id
 * @param state how it stands
 * @param source the registry that it copies from, as it was named
 * @param target the registry that it copies to, and the prefix
 * @param dryRun whether it only tells what would be done
 * @param startedAt when it was asked for (ISO 8601)
 * @param elapsedMs how long it has taken so far, or took
 * @param totals what it has found and done
 * @param images what was copied, or would be; of very many the first
 * @param deleted what was deleted, or would be; of very many the first
 * @param failures what could not be done; of very many the first
 * @param nodes how many images each node has copied, by its id; told when a round of tries has ended
 * @param reason why it ended early, or does not go on; null where there is nothing to say
 */
public record SyncStatus(
        String jobId,
        State state,
        String source,
        String target,
        boolean dryRun,
        String startedAt,
        long elapsedMs,
        SyncTotals totals,
        List<String> images,
        List<String> deleted,
        List<SyncFailure> failures,
        Map<String, Integer> nodes,
        String reason) {
    /** How many images, deletions or failures are told. */
    public static final int MOST_TOLD = 1_000;

    /** How a job stands. */
    public enum State {
        /** It finds out what there is to do. */
        PLANNING,
        /** Images are copied. */
        RUNNING,
        /** It has been told to pause; what was under way is finished. */
        PAUSED,
        /** It has done all. */
        DONE,
        /** It has done what it could: the failures, or the reason, say what not. */
        FAILED,
        /** It was cancelled. */
        CANCELLED;

        /** Returns whether nothing follows. */
        public boolean isEnd() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SyncStatus {
        Objects.requireNonNull(jobId);
        Objects.requireNonNull(state);
        Objects.requireNonNull(totals);
        images = first(images);
        deleted = first(deleted);
        failures = first(failures);
        nodes = nodes == null ? Map.of() : Map.copyOf(nodes);
    }

    private static <T> List<T> first(List<T> all) {
        return all == null ? List.of() : all.stream().limit(MOST_TOLD).toList();
    }

    /** Returns the same without its lists: many of them must fit into one message. */
    public SyncStatus brief() {
        return new SyncStatus(
                jobId, state, source, target, dryRun, startedAt, elapsedMs, totals, null, null, null, null, reason);
    }
}
