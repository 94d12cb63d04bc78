package io.github.vertxregistry.message;

import java.util.List;

/**
 * The jobs that run or have lately ended.
 *
 * @param jobs the latest first, without the images and failures of each
 */
public record SyncJobs(List<SyncStatus> jobs) {
    public SyncJobs {
        jobs = List.copyOf(jobs);
    }
}
