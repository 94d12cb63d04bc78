package io.github.vertxregistry.http;

import io.github.vertxregistry.config.RetryConfig;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** What is known of each host; of so many that registries cannot make it grow by sending us to ever new ones. */
final class Hosts {
    private static final int MOST = 1_000;

    private final Vertx vertx;
    private final RetryConfig config;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<Origin, HostState> states = new ConcurrentHashMap<>();

    Hosts(Vertx vertx, RetryConfig config, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.config = config;
        this.nanoClock = nanoClock;
    }

    HostState of(Origin origin) {
        if (states.size() >= MOST && !states.containsKey(origin)) {
            states.clear();
        }
        return states.computeIfAbsent(origin, o -> new HostState(vertx, config, nanoClock));
    }
}
