package io.github.vertxregistry.client;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Gathers all pages of a list, one after the other; fails where the list does not end. */
final class Pages<P, T> {
    private static final int MOST_PAGES = 10_000;
    private static final int MOST_NAMES = 1_000_000;

    private final Function<String, Future<P>> page;
    private final Function<P, List<T>> names;
    private final Function<P, String> next;
    private final List<T> found = new ArrayList<>();
    private final Set<String> marks = new HashSet<>();
    private final Promise<List<T>> all = Promise.promise();

    Pages(Function<String, Future<P>> page, Function<P, List<T>> names, Function<P, String> next) {
        this.page = page;
        this.names = names;
        this.next = next;
    }

    Future<List<T>> all() {
        ask(null);
        return all.future();
    }

    /** Each page comes in a message of its own, so this does not nest however many there are. */
    private void ask(String mark) {
        page.apply(mark).onComplete(this::add, all::fail);
    }

    private void add(P answer) {
        found.addAll(names.apply(answer));
        String mark = next.apply(answer);
        if (mark == null) {
            all.complete(found);
        } else if (!marks.add(mark) || marks.size() > MOST_PAGES) {
            String why = marks.size() > MOST_PAGES
                    ? "it has more than " + MOST_PAGES + " pages"
                    : "its links lead in a circle";
            all.fail(RegistryException.of(FailureKind.REGISTRY_FAULT, "the registry's list does not end: " + why)
                    .withHint("ask for single pages")
                    .withRetry(false, 0));
        } else if (found.size() > MOST_NAMES) {
            all.fail(RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED, "the registry's list has more than " + MOST_NAMES + " names")
                    .withHint("ask for single pages"));
        } else {
            ask(mark);
        }
    }
}
