package io.github.vertxregistry.message;

/**
 * Names an operation.
 *
 * @param operationId its id
 */
public record OperationRequest(String operationId) {
    public OperationRequest {
        Fields.present("operationId", operationId);
    }
}
