package io.github.vertxregistry.message;

/**
 * Tells all nodes that something has changed about a job: they look then, and not only with their next beat.
 *
 * @param jobId its id
 */
public record SyncSignal(String jobId) {
    public SyncSignal {
        SyncRequest.checkId(jobId);
    }
}
