package io.github.vertxregistry.message;

/** Asks for the jobs that run or have lately ended. */
public record ListSyncRequest() {}
