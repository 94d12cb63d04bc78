package io.github.vertxregistry.sync;

import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;

/** A shared map between which and its user a test stands. */
final class WatchedMap {
    private WatchedMap() {}

    /** Returns the same map, whose answers pass that code with the names of the methods that gave them. */
    @SuppressWarnings("unchecked")
    static AsyncMap<String, String> of(
            AsyncMap<String, String> map, BiFunction<String, Future<Object>, Future<Object>> code) {
        return (AsyncMap<String, String>) Proxy.newProxyInstance(
                WatchedMap.class.getClassLoader(),
                new Class<?>[] {AsyncMap.class},
                (proxy, method, arguments) ->
                        code.apply(method.getName(), (Future<Object>) method.invoke(map, arguments)));
    }
}
