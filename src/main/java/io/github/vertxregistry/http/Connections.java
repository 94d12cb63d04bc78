package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/** The clients that requests go through, and their connections: today one for all registries. Any thread may ask. */
final class Connections {
    private static final int MAX_HEADERS = 64 << 10;

    private final HttpClientAgent agent;
    private final WebClient web;

    Connections(Vertx vertx, HttpConfig config) {
        this.agent = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.connectTimeoutMs()))
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(config.poolSize()).setEventLoopSize(config.eventLoops()))
                .build();
        this.web = WebClient.wrap(
                agent, new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false));
    }

    /** Returns the client for a request whose body is streamed, or whose answer is. */
    HttpClientAgent agent(HttpCall call) {
        return agent;
    }

    /** Returns the client for a small request, on the connections of {@link #agent}. */
    WebClient web(HttpCall call) {
        return web;
    }

    Future<Void> close() {
        web.close();
        return agent.close();
    }
}
