package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many requests to one host run at once, those that move blobs apart from all others, which need not wait for them. */
final class Turns {
    private final Vertx vertx;
    private final HttpConfig config;
    private final ConcurrentMap<Origin, HostLimit> metadata = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, HostLimit> blobs = new ConcurrentHashMap<>();

    Turns(Vertx vertx, HttpConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    HostLimit metadata(Origin origin) {
        return metadataPlaces() == 0
                ? blobs(origin)
                : metadata.computeIfAbsent(origin, o -> new HostLimit(vertx, metadataPlaces()));
    }

    HostLimit blobs(Origin origin) {
        return blobs.computeIfAbsent(origin, o -> new HostLimit(vertx, blobPlaces()));
    }

    private int blobPlaces() {
        return Math.max(1, config.poolSize() * 3 / 4);
    }

    /** Returns 0 for a pool of one connection, which all requests share. */
    private int metadataPlaces() {
        return config.poolSize() - blobPlaces();
    }
}
