package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.ProxyConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The clients that requests go through, and their connections: one for each way of TLS, since the WebClient hands on no TLS
 * options of a single request. What a registry was given, a client's certificate above all, is for its own origin alone. Any
 * thread may ask.
 */
final class Connections {
    /** All header lines of an answer together, in bytes. */
    static final int MAX_HEADERS = 64 << 10;

    /** Bytes of a body that are handed on at once: more memory for less work, and no more than one read from a socket gives. */
    private static final int MAX_CHUNK = 64 << 10;

    private static final long CLOSE_MS = 1_000;

    private final Vertx vertx;
    private final HttpConfig config;
    private final TlsProfiles profiles;
    private final Proxies proxies;
    private final int poolSize;
    private final ConcurrentMap<TlsProfile, Future<Route>> routes = new ConcurrentHashMap<>();
    private final Queue<Route> open = new ConcurrentLinkedQueue<>();

    Connections(Vertx vertx, HttpConfig config, Map<String, RegistryConfig> registries) {
        this.vertx = vertx;
        this.config = config;
        this.profiles = new TlsProfiles(vertx, config, registries);
        this.proxies = new Proxies(config, registries, System.getenv());
        // What waits is held back above the pool, so it must have as many places as any registry may use.
        this.poolSize = registries.values().stream()
                .filter(registry -> registry.concurrent() != null)
                .mapToInt(RegistryConfig::concurrent)
                .reduce(config.poolSize(), Math::max);
        routes.put(TlsProfile.PLAIN, open(TlsProfile.PLAIN, null));
    }

    /** Reads all files that the configuration names; fails with {@code BAD_REQUEST} where one is of no use. */
    Future<Void> check() {
        List<Future<Route>> all = new ArrayList<>();
        profiles.configured().forEach(profile -> all.add(route(profile)));
        return Future.all(all).mapEmpty();
    }

    /**
     * Succeeds, on the context of its caller, with the way to a host; fails with {@code BAD_REQUEST} where a file that it
     * needs is of no use.
     */
    Future<Route> to(Origin origin) {
        Future<Route> route = profiles.of(origin).compose(this::route);
        Optional<ProxyConfig> proxy = proxies.of(origin);
        if (proxy.isPresent()) {
            route = route.map(straight -> straight.via(Proxies.options(proxy.get())));
        }
        if (route.isComplete()) {
            return route;
        }
        Promise<Route> onCaller = Promise.promise();
        Context context = vertx.getOrCreateContext();
        route.onComplete(result -> context.runOnContext(v -> onCaller.handle(result)));
        return onCaller.future();
    }

    /** Returns the proxy that a host is reached through. */
    Optional<ProxyConfig> proxy(Origin origin) {
        return proxies.of(origin);
    }

    /** What has failed is not kept: the file may be mended. */
    private Future<Route> route(TlsProfile profile) {
        Future<Route> there = routes.get(profile);
        if (there != null) {
            return there;
        }
        Promise<Route> promise = Promise.promise();
        Future<Route> other = routes.putIfAbsent(profile, promise.future());
        if (other != null) {
            return other;
        }
        profiles.load(profile).compose(tls -> open(profile, tls)).onComplete(promise);
        return promise.future().onFailure(cause -> routes.remove(profile, promise.future()));
    }

    /**
     * On a thread of no context: Vert.x lets the undeployment of a verticle wait for the connections of all clients that were
     * made on its context, and one to a registry that reads no more does not end.
     */
    private Future<Route> open(TlsProfile profile, ClientSSLOptions tls) {
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(() -> client(profile, tls)));
    }

    private Route client(TlsProfile profile, ClientSSLOptions tls) {
        HttpClientAgent agent = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.connectTimeoutMs()))
                        .setIdleTimeout(idleTimeoutMs())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setMaxChunkSize(MAX_CHUNK)
                        .setTcpNoDelay(true))
                .with(tls)
                .with(new PoolOptions().setHttp1MaxSize(poolSize).setEventLoopSize(config.eventLoops()))
                .build();
        WebClient web = WebClient.wrap(
                agent, new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false));
        Route route = new Route(agent, web, profile.tls().serverName(), null);
        open.add(route);
        return route;
    }

    /**
     * No wait of ours is longer. What still hangs then is a connection that is closed already, but waits for a registry that
     * has stopped reading to take what was written to it: an idle one is closed without that.
     */
    private int idleTimeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, config.commitTimeoutMs() + config.stallTimeoutMs());
    }

    /** Does not wait for a registry that reads no more. */
    Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        for (Route route : open) {
            route.web().close();
            closing.add(route.agent().close());
        }
        // All are closed, whatever one of them says.
        return Future.join(closing)
                .<Void>mapEmpty()
                .timeout(CLOSE_MS, TimeUnit.MILLISECONDS)
                .recover(cause ->
                        cause instanceof TimeoutException ? Future.succeededFuture() : Future.failedFuture(cause));
    }
}
