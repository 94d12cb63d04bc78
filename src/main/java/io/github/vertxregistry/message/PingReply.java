package io.github.vertxregistry.message;

/**
 * A registry's sign of life (OCI Distribution, "Determining support").
 *
 * @param reachable always true: a registry that is not reached is a failure
 * @param apiVersion what the header Docker-Distribution-API-Version says, or null
 * @param authenticated whether the registry took us without asking for credentials
 * @param latencyMs milliseconds from the request to its answer
 */
public record PingReply(boolean reachable, String apiVersion, boolean authenticated, long latencyMs) {}
