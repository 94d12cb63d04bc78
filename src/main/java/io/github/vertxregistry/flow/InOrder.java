package io.github.vertxregistry.flow;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Does the same to many things, one after the other; the first failure ends it. */
public final class InOrder {
    private InOrder() {}

    public static <T> Future<Void> each(List<T> items, Function<T, Future<Void>> step) {
        return Repeat.whilst(0, at -> at < items.size(), at -> step.apply(items.get(at))
                        .map(at + 1))
                .mapEmpty();
    }
}
