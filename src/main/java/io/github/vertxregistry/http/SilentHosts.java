package io.github.vertxregistry.http;

import io.github.vertxregistry.model.Origin;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Remembers for ten minutes which registries say nothing to {@code Expect: 100-continue}; any thread may ask. */
final class SilentHosts {
    private static final long MEMORY_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST = 1_000;

    private final LongSupplier nanoClock;
    private final ConcurrentMap<Origin, Long> since = new ConcurrentHashMap<>();

    SilentHosts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    boolean contains(Origin origin) {
        Long noted = since.get(origin);
        if (noted == null) {
            return false;
        }
        boolean fresh = nanoClock.getAsLong() - noted < MEMORY_NS;
        if (!fresh) {
            since.remove(origin, noted);
        }
        return fresh;
    }

    void add(Origin origin) {
        if (since.size() >= MOST) {
            since.clear();
        }
        since.put(origin, nanoClock.getAsLong());
    }
}
