package io.github.vertxregistry.registry;

import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** {@code GET /v2/<name>/tags/list}: OCI Distribution, "Listing Tags" (end-8). */
public final class TagsEndpoint {
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
        return AllPages.of(origin.authority() + ": the list of the tags of " + repository, last -> list(null, last));
    }
}
