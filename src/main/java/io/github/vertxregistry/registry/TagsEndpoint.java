package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code GET /v2/<name>/tags/list}: OCI Distribution, "Listing Tags" (end-8). */
public final class TagsEndpoint {
    private static final int MOST_PAGES = 10_000;
    private static final int MOST_TAGS = 1_000_000;

    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final String repository;
    private final int maxBytes;

    TagsEndpoint(Origin origin, HttpSender sender, Task task, String repository, int maxBytes) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.repository = Names.repository(repository);
        this.maxBytes = maxBytes;
    }

    /** Gets a page; fails with {@code NOT_FOUND} where there is no such repository. */
    public Future<ListPage> list(Integer pageSize, String last) {
        String uri = "/v2/" + repository + "/tags/list" + ListPage.query(pageSize, last);
        HttpCall call = HttpCall.of(HttpMethod.GET, origin, uri, "list tags of " + repository)
                .needing(Scopes.pull(repository));
        return sender.fetch(call, maxBytes, task).map(answer -> ListPage.read(answer.require(200), "tags"));
    }

    /**
     * Gets all pages; fails with {@code REGISTRY_FAULT} where the list does not end, with {@code LIMIT_EXCEEDED} above
     * 1,000,000 tags.
     */
    public Future<List<String>> all() {
        List<String> tags = new ArrayList<>();
        Set<String> marks = new HashSet<>();
        return Repeat.whilst(new ListPage(List.of(), ""), page -> page.next() != null, page -> list(null, mark(page))
                        .map(answer -> checked(answer, tags, marks)))
                .map(last -> tags);
    }

    private static String mark(ListPage page) {
        return page.next().isEmpty() ? null : page.next();
    }

    private ListPage checked(ListPage page, List<String> tags, Set<String> marks) {
        tags.addAll(page.names());
        if (tags.size() > MOST_TAGS) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED,
                    origin.authority() + ": " + repository + " has more than " + MOST_TAGS + " tags");
        }
        if (page.next() != null && (page.next().isEmpty() || !marks.add(page.next()) || marks.size() > MOST_PAGES)) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            origin.authority() + ": the list of the tags of " + repository + " does not end")
                    .withHint("its links to the next page lead in a circle, or to too many pages")
                    .withRetry(false, 0);
        }
        return page;
    }
}
