package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * How many requests to one host run at once, and begin in a second. Those that move blobs have three places of four at the most,
 * so that others need not wait for them; those others take what is free.
 */
final class Turns {
    private final Vertx vertx;
    private final HttpConfig config;
    private final Map<Origin, RegistryConfig> known = new HashMap<>();
    private final ConcurrentMap<Origin, HostLimit> all = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, HostLimit> blobs = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, HostLimit> uploads = new ConcurrentHashMap<>();
    private final Map<Origin, Pace> paces = new HashMap<>();
    private volatile int nodes = 1;

    Turns(Vertx vertx, HttpConfig config, Map<String, RegistryConfig> registries) {
        this.vertx = vertx;
        this.config = config;
        registries.values().forEach(registry -> {
            known.put(registry.origin(), registry);
            if (registry.perSecond() != null) {
                paces.put(registry.origin(), new Pace(vertx, registry.perSecond()));
            }
        });
    }

    /**
     * Has so many nodes share the limits that registries have of their own. Each keeps one place at least, so that nodes of which
     * there are more than places have more together.
     */
    void share(int between) {
        if (between == nodes) {
            return;
        }
        nodes = between;
        paces.values().forEach(pace -> pace.share(between));
        for (Origin origin : known.keySet()) {
            resize(all, origin, places(origin));
            resize(blobs, origin, blobPlaces(origin));
            resize(uploads, origin, uploadPlaces(origin));
        }
    }

    private static void resize(Map<Origin, HostLimit> limits, Origin origin, int places) {
        HostLimit limit = limits.get(origin);
        if (limit != null) {
            limit.resize(places);
        }
    }

    /** Runs a short request when it is its turn; see {@link HostLimit#run}. */
    <T> Future<T> metadata(Origin origin, Task task, Supplier<Future<T>> work) {
        return paced(origin, task, () -> all(origin).run(task, work));
    }

    /** Runs a request that moves a blob when it is its turn; see {@link HostLimit#run}. */
    <T> Future<T> blobs(Origin origin, Task task, Supplier<Future<T>> work) {
        return paced(
                origin, task, () -> blobs(origin).run(task, () -> all(origin).run(task, work)));
    }

    /** Runs a download when it is its turn: where there is one place for blobs, it is the uploads', and this one waits with the rest. */
    <T> Future<T> downloads(Origin origin, Task task, Supplier<Future<T>> work) {
        return blobPlaces(origin) == 1 ? metadata(origin, task, work) : blobs(origin, task, work);
    }

    /**
     * Runs an upload when it is its turn. One place of several is left to downloads: an upload may read what it sends from the
     * same host, and uploads that had all places would wait for ever. Where there is one place in all, an upload has one besides.
     */
    <T> Future<T> uploads(Origin origin, Task task, Supplier<Future<T>> work) {
        HostLimit limit = uploads.computeIfAbsent(origin, o -> new HostLimit(vertx, uploadPlaces(o)));
        return places(origin) == 1
                ? paced(origin, task, () -> limit.run(task, work))
                : limit.run(task, () -> blobs(origin, task, work));
    }

    /** A place is taken when the time has come, and not kept from others before. */
    private <T> Future<T> paced(Origin origin, Task task, Supplier<Future<T>> work) {
        Pace pace = paces.get(origin);
        return pace == null ? work.get() : pace.turn(task).compose(begun -> work.get());
    }

    private HostLimit all(Origin origin) {
        return all.computeIfAbsent(origin, o -> new HostLimit(vertx, places(o)));
    }

    private HostLimit blobs(Origin origin) {
        return blobs.computeIfAbsent(origin, o -> new HostLimit(vertx, blobPlaces(o)));
    }

    private int places(Origin origin) {
        RegistryConfig registry = known.get(origin);
        return registry == null || registry.concurrent() == null
                ? config.poolSize()
                : Math.max(1, registry.concurrent() / nodes);
    }

    private int uploadPlaces(Origin origin) {
        return Math.max(1, blobPlaces(origin) - 1);
    }

    private int blobPlaces(Origin origin) {
        return Math.max(1, places(origin) * 3 / 4);
    }
}
