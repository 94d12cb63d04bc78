package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * How an operation stands.
 *
 * @param operationId its id
 * @param operation its name in the table of operations
 * @param state whether it runs, is done or has failed
 * @param startedAt when it was started (ISO 8601)
 * @param elapsedMs milliseconds since then, or until its end
 * @param outcome of one that has ended: its reply, or its {@link FailureMessage}; null where that is above 64 KiB
 */
public record OperationStatus(
        String operationId, String operation, State state, String startedAt, long elapsedMs, JsonObject outcome) {
    /** Where it stands. */
    public enum State {
        RUNNING,
        DONE,
        FAILED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
