package io.github.vertxregistry.http;

import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;

/**
 * How one host is reached.
 *
 * @param agent the client for a request whose body is streamed, or whose answer is
 * @param web the client for a small request, on the same connections
 * @param serverName the name that the host's certificate must be for, or null for its own
 * @param proxy the proxy on the way, or null
 */
record Route(HttpClientAgent agent, WebClient web, String serverName, ProxyOptions proxy) {
    Route via(ProxyOptions other) {
        return new Route(agent, web, serverName, other);
    }

    /** Completes the options of a request, so that it goes this way. */
    RequestOptions lead(HttpCall call, RequestOptions options) {
        if (proxy != null) {
            options.setProxyOptions(proxy);
            if (!call.origin().tls()) {
                // RFC 9112, 3.2.2: the proxy is told the whole address; Vert.x would leave out an IPv6 address's
                // brackets.
                options.setURI(call.origin() + call.uri());
            }
        }
        if (serverName == null) {
            return options;
        }
        return options.setServer(SocketAddress.inetSocketAddress(
                        call.origin().port(), call.origin().urlHost()))
                .setHost(serverName)
                .putHeader("Host", call.origin().authority());
    }
}
