package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Digest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one push has learnt of its registry on the way: where blobs are by now, and which way uploads go. */
final class Learnt {
    private final Map<Digest, Set<String>> repositories = new HashMap<>();
    private Way way = Way.STREAM;

    /** The ways of an upload, in the order in which they are tried. */
    enum Way {
        STREAM,
        ONE_REQUEST,
        CHUNKS
    }

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

    /** A way went through after the one before it was refused. */
    void uploadsWork(Way works) {
        way = works.compareTo(way) > 0 ? works : way;
    }

    Way wayOfUploads() {
        return way;
    }
}
