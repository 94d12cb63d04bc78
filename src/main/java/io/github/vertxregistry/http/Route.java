package io.github.vertxregistry.http;

import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;

/**
 * How one host is reached.
 *
 * @param agent the client for a request whose body is streamed, or whose answer is
 * @param web the client for a small request, on the same connections
 * @param serverName the name that the host's certificate must be for, or null for its own
 */
record Route(HttpClientAgent agent, WebClient web, String serverName) {
    /** Completes the options of a request, so that it goes this way. */
    RequestOptions lead(HttpCall call, RequestOptions options) {
        if (serverName == null) {
            return options;
        }
        return options.setServer(SocketAddress.inetSocketAddress(
                        call.origin().port(), call.origin().host()))
                .setHost(serverName)
                .putHeader("Host", call.origin().authority());
    }
}
