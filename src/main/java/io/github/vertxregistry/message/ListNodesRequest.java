package io.github.vertxregistry.message;

/** Asks who is in the cluster. */
public record ListNodesRequest() {}
