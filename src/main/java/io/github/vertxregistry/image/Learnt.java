package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Digest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one push has learnt of its registry on the way: where blobs are by now, and which ways of an upload it refuses. */
final class Learnt {
    private final Map<Digest, Set<String>> repositories = new HashMap<>();
    private int refusedWays;

    /** A repository has the blob. */
    void isAt(Digest digest, String repository) {
        repositories.computeIfAbsent(digest, d -> new LinkedHashSet<>()).add(repository);
    }

    boolean isKnownAt(Digest digest, String repository) {
        return repositories.getOrDefault(digest, Set.of()).contains(repository);
    }

    /** Returns a repository that has the blob, or null. */
    String repositoryWith(Digest digest) {
        return repositories.getOrDefault(digest, Set.of()).stream().findFirst().orElse(null);
    }

    /** A way went through after those before it were refused. */
    void wayWorks(int number) {
        refusedWays = Math.max(refusedWays, number);
    }

    /** Returns the number of the first way that is worth a try. */
    int firstWay() {
        return refusedWays;
    }
}
