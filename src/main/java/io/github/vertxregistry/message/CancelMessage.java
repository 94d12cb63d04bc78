package io.github.vertxregistry.message;

/**
 * Is published to stop an operation, wherever it runs; an id that is not known yet is remembered for 30 s.
 *
 * @param operationId its id
 */
public record CancelMessage(String operationId) {
    public CancelMessage {
        Fields.present("operationId", operationId);
    }
}
