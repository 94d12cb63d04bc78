package io.github.vertxregistry.registry;

import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** {@code GET /v2/_catalog}: Docker Registry HTTP API v2, "Catalog"; OCI Distribution only reserves the name. */
public final class CatalogEndpoint {
    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final int maxBytes;

    CatalogEndpoint(Origin origin, HttpSender sender, Task task, int maxBytes) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.maxBytes = maxBytes;
    }

    /** Gets a page; fails with {@code UNSUPPORTED}, {@code NOT_FOUND} or {@code DENIED} where the registry has no catalog. */
    public Future<ListPage> list(Integer pageSize, String last) {
        String uri = "/v2/_catalog" + ListPage.query(pageSize, last);
        HttpCall call =
                HttpCall.of(HttpMethod.GET, origin, uri, "list repositories").needing(Scopes.CATALOG);
        return sender.fetch(call, maxBytes, task).map(answer -> ListPage.read(answer.require(200), "repositories"));
    }

    /** Gets all pages; besides fails as {@link TagsEndpoint#all()} does. */
    public Future<List<String>> all() {
        return AllPages.of(origin.authority() + ": the list of its repositories", last -> list(null, last));
    }
}
