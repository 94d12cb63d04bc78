package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one push has learnt of its registry on the way: where blobs are by now, and which ways of an upload it refuses. */
public final class Learnt {
    private final Map<Digest, Set<String>> repositories = new HashMap<>();
    private final Map<Digest, TarBlob> packed = new HashMap<>();
    private int refusedWays;
    private int refusedWaysOfSmall;

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

    /** A plain layer has become that blob. */
    void isPacked(Digest plain, TarBlob blob) {
        packed.put(plain, blob);
    }

    /** Returns what a plain layer has become, or null. */
    public TarBlob packed(Digest plain) {
        return packed.get(plain);
    }

    /** Returns what plain layers have become, each by its digest. */
    public Map<Digest, TarBlob> packed(List<TarBlob> layers) {
        Map<Digest, TarBlob> become = new HashMap<>();
        layers.forEach(layer -> become.put(layer.digest(), packed.get(layer.digest())));
        return become;
    }

    /** A way went through after those before it were refused; small blobs have an order of their own. */
    void wayWorks(int number, boolean small) {
        if (small) {
            refusedWaysOfSmall = Math.max(refusedWaysOfSmall, number);
        } else {
            refusedWays = Math.max(refusedWays, number);
        }
    }

    /** Returns the number of the first way that is worth a try. */
    int firstWay(boolean small) {
        return small ? refusedWaysOfSmall : refusedWays;
    }
}
