package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Gathers all pages of a list of names, one after the other; fails where the list does not end. */
final class AllPages {
    private static final int MOST_PAGES = 10_000;
    private static final int MOST_NAMES = 1_000_000;

    private final String what;
    private final List<String> names = new ArrayList<>();
    private final Set<String> marks = new HashSet<>();

    private AllPages(String what) {
        this.what = what;
    }

    /** Gets the pages of {@code what}, each by the mark of the one before. */
    static Future<List<String>> of(String what, Function<String, Future<ListPage>> page) {
        AllPages all = new AllPages(what);
        return Repeat.whilst(new ListPage(List.of(), ""), seen -> seen.next() != null, seen -> page.apply(
                                seen.next().isEmpty() ? null : seen.next())
                        .map(all::add))
                .map(last -> all.names);
    }

    private ListPage add(ListPage page) {
        names.addAll(page.names());
        if (names.size() > MOST_NAMES) {
            throw RegistryException.of(FailureKind.LIMIT_EXCEEDED, what + " has more than " + MOST_NAMES + " names");
        }
        if (page.next() != null && (page.next().isEmpty() || !marks.add(page.next()) || marks.size() > MOST_PAGES)) {
            throw RegistryException.of(FailureKind.REGISTRY_FAULT, what + " does not end")
                    .withHint("its links to the next page lead in a circle, or to too many pages")
                    .withRetry(false, 0);
        }
        return page;
    }
}
