package io.github.vertxregistry.http;

import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;

/** Something that may take several tries, as {@link HttpSender#repeat} makes them. */
public interface Attempt<T> {
    /** Tries. From the second time on it looks first at what the times before have left. */
    Future<T> run();

    /** Returns whether it may be tried again after that failure. */
    default boolean mayRepeat(RegistryException failure) {
        return failure.retryable();
    }

    /** Returns whether the latest try came further than those before it: then it counts as the first one. */
    default boolean hasMoved() {
        return false;
    }
}
