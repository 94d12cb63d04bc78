package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a repository's content is read from: the registry's mirrors in their order, and the registry itself where they do not
 * have it, do not answer, or give what does not hash to its digest. What is written, deleted or listed never goes by here.
 */
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private static final int MOST_URLS = 5;

    private final List<Registry> places;
    private final Task task;
    private final String repository;
    private final boolean followsUrls;

    Sources(List<Registry> places, Task task, String repository) {
        this(places, task, repository, false);
    }

    private Sources(List<Registry> places, Task task, String repository, boolean followsUrls) {
        this.followsUrls = followsUrls;
        this.places = places;
        this.task = task;
        this.repository = repository;
    }

    /** Gets a manifest as {@link ManifestsEndpoint#get} does; fails as the registry itself does. */
    public Future<Manifest> manifest(String reference) {
        return from(0, place -> place.manifests(repository).get(reference));
    }

    /** Gets a small blob as {@link BlobsEndpoint#get} does; fails as the registry itself does. */
    public Future<Buffer> blob(Descriptor blob) {
        return from(0, place -> place.blobs(repository).get(blob));
    }

    /**
     * Returns a blob's bytes as {@link BlobsEndpoint#source} does. Where a mirror fails in the middle, the next place goes on from
     * there; that all of them together give the digest is for the reader to check.
     */
    public ByteSource source(Descriptor blob) {
        List<BlobsEndpoint> all = new ArrayList<>();
        places.forEach(place -> all.add(place.blobs(repository)));
        if (followsUrls && MediaType.isForeignLayer(blob.mediaType())) {
            BlobsEndpoint own = all.get(all.size() - 1);
            blob.urls().stream()
                    .limit(MOST_URLS)
                    .forEach(url -> all.add(own.at(Location.of(url, "the layer " + blob.digest()))));
        }
        return new BlobSource(all, blob, task);
    }

    /** Returns the same that look for foreign layers, last, at the addresses that a manifest names. */
    public Sources followingUrls() {
        return new Sources(places, task, repository, true);
    }

    /** Returns whether anything is read from elsewhere first. */
    public boolean hasMirrors() {
        return places.size() > 1;
    }

    /** Returns a blob's bytes as the registry itself has them. */
    public ByteSource own(Descriptor blob) {
        return places.get(places.size() - 1).blobs(repository).source(blob);
    }

    /** Succeeds with whether a part of a blob can be asked for by a Range, and is all that comes then. */
    public Future<Boolean> givesParts(Descriptor blob) {
        return from(0, place -> place.blobs(repository).givesParts(blob));
    }

    private <T> Future<T> from(int number, Function<Registry, Future<T>> get) {
        Future<T> got = get.apply(places.get(number));
        if (number == places.size() - 1) {
            return got;
        }
        return got.recover(cause -> {
            if (task.isStopped() || !(cause instanceof RegistryException failure)) {
                return Future.failedFuture(cause);
            }
            if (failure.kind() != FailureKind.NOT_FOUND) {
                LOG.warn("{} {}: goes on without a mirror: {}", task.id(), repository, failure.getMessage());
            }
            return from(number + 1, get);
        });
    }
}
