package io.github.vertxregistry.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Function;

/**
 * The step that follows redirects of GET and HEAD (RFC 9110, 15.4): a few, never from https to http, and to another origin
 * with no header but those that say what is asked for.
 */
final class Redirects {
    private static final int MOST = 5;

    private Redirects() {}

    static Future<HttpAnswer> follow(HttpCall call, Function<HttpCall, Future<HttpAnswer>> sending) {
        return follow(call, sending, MOST);
    }

    private static Future<HttpAnswer> follow(HttpCall call, Function<HttpCall, Future<HttpAnswer>> sending, int left) {
        return sending.apply(call).compose(answer -> {
            if (!isRedirect(answer)) {
                return Future.succeededFuture(answer);
            }
            if (left == 0) {
                throw answer.senseless("it redirects more than " + MOST + " times");
            }
            return follow(next(call, Location.of(answer)), sending, left - 1);
        });
    }

    private static boolean isRedirect(HttpAnswer answer) {
        HttpMethod method = answer.call().method();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && answer.is(301, 302, 303, 307, 308)
                && answer.headers().contains("Location");
    }

    private static HttpCall next(HttpCall call, Location location) {
        HttpCall there = call.to(location);
        return location.origin().equals(call.origin()) ? there : there.withOnly("Accept", "Range");
    }
}
