package io.github.vertxregistry.message;

/**
 * Asks a registry whether it is there.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 */
public record PingRequest(String registry) {}
