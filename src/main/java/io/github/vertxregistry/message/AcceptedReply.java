package io.github.vertxregistry.message;

/**
 * Answers a request whose outcome will come as the last progress event.
 *
 * @param operationId the operation's id
 */
public record AcceptedReply(String operationId) {}
