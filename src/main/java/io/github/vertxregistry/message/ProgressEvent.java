package io.github.vertxregistry.message;

import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * Tells how far an operation has come: at most five a second, and besides those that tell that a blob is done, and the last.
 * Losing one does no harm.
 *
 * @param operationId the operation
 * @param seq counts the operation's events from 1
 * @param phase what is done: {@code beat} (nothing new, but alive), {@code waiting} (for its turn), {@code index}, {@code hash}, {@code upload},
 *     {@code mounted}, {@code skipped}, {@code manifest}, and as the last {@code done} or {@code failed}
 * @param digest what it is done to: a digest or a name; empty for beats
 * @param done bytes done
 * @param total bytes in all, -1 where that is not known
 * @param outcome with the last event of an accepted operation: the reply, or the {@link FailureMessage}
 */
public record ProgressEvent(
        String operationId, long seq, String phase, String digest, long done, long total, JsonObject outcome) {
    /** The phase of an event that only tells that the operation is alive. */
    public static final String BEAT = "beat";
    /** The phase of an event that tells that the operation waits for its turn. */
    public static final String WAITING = "waiting";
    /** The phase of the last event of an operation that succeeded. */
    public static final String DONE = "done";
    /** The phase of the last event of an operation that failed. */
    public static final String FAILED = "failed";

    public ProgressEvent {
        Objects.requireNonNull(operationId);
        Objects.requireNonNull(phase);
        digest = digest == null ? "" : digest;
    }

    /** Returns whether no further event follows. */
    public boolean isLast() {
        return phase.equals(DONE) || phase.equals(FAILED);
    }
}
