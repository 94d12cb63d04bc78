package io.github.vertxregistry.message;

/**
 * Names a job of {@link SyncRequest}.
 *
 * @param jobId its id
 */
public record SyncJobRequest(String jobId) {
    public SyncJobRequest {
        SyncRequest.checkId(jobId);
    }
}
