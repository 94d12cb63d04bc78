package io.github.vertxregistry.http;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Knows the credentials of registries. Asked for nothing but requests to a registry's own origin, scheme, host and port: a
 * place elsewhere, that a Location, a Link or a redirect leads to, is never given any. Any thread may ask.
 */
public interface Authorizer {
    /** Knows none. */
    Authorizer NONE = new Authorizer() {
        @Override
        public Future<Optional<String>> authorization(HttpCall call, Task task) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Boolean> challenged(HttpCall call, Optional<String> sent, HttpAnswer answer, Task task) {
            return Future.succeededFuture(false);
        }
    };

    /** Succeeds with the value of the request's {@code Authorization}, or empty where it goes without (RFC 9110, 11.6.2). */
    Future<Optional<String>> authorization(HttpCall call, Task task);

    /**
     * Is told that the registry answered 401 (RFC 9110, 11.6.1) to a request with that {@code Authorization}, or none.
     * Succeeds with whether it may be sent again, since {@link #authorization} now gives something new; with false, the 401 is
     * the answer; fails as {@link #refused} where there is nothing new to be had.
     */
    Future<Boolean> challenged(HttpCall call, Optional<String> sent, HttpAnswer answer, Task task);

    /** Is told that nothing helped. Fails with {@code UNAUTHORIZED}, and tells who we said we are; or succeeds with the answer. */
    default Future<HttpAnswer> refused(HttpCall call, HttpAnswer answer, Task task) {
        return Future.succeededFuture(answer);
    }
}
