package io.github.vertxregistry.message;

/**
 * Asks for the operations of a node.
 */
public record ListOperationsRequest() {}
