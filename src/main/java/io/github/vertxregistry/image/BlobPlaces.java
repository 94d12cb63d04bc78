package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What several copies to one registry have learnt of it: a repository for each blob that they have seen there, so that the next
 * copy to another repository mounts it and need not send it again. Forgets what comes after {@value #MOST} blobs. Any thread may
 * use it.
 */
public final class BlobPlaces {
    private static final int MOST = 100_000;

    private final Map<Digest, String> repositories = new ConcurrentHashMap<>();

    /** A repository has the blob. */
    void isAt(Digest blob, String repository) {
        if (repositories.size() < MOST) {
            repositories.putIfAbsent(blob, repository);
        }
    }

    /** Returns a repository, another than that one, which had the blob. */
    Optional<String> besides(String repository, Digest blob) {
        return Optional.ofNullable(repositories.get(blob)).filter(other -> !other.equals(repository));
    }
}
