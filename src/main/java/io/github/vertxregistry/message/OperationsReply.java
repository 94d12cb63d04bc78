package io.github.vertxregistry.message;

import java.util.List;

/**
 * The operations of a node that run or have lately ended.
 *
 * @param operations latest first
 */
public record OperationsReply(List<OperationStatus> operations) {
    public OperationsReply {
        operations = List.copyOf(operations);
    }
}
