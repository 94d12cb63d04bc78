package io.github.vertxregistry.registry;

import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v2/<name>/tags/list}: OCI Distribution, "Listing Tags" (end-8). */
public final class TagsEndpoint {
    private static final int MOST_PAGES = 10_000;

    private final Origin origin;
    private final HttpSender sender;
    private final String repository;
    private final int maxBytes;

    TagsEndpoint(Origin origin, HttpSender sender, String repository, int maxBytes) {
        this.origin = origin;
        this.sender = sender;
        this.repository = Names.repository(repository);
        this.maxBytes = maxBytes;
    }

    /** Gets a page; fails with {@code NOT_FOUND} where there is no such repository. */
    public Future<ListPage> list(Integer pageSize, String last) {
        String uri = "/v2/" + repository + "/tags/list" + ListPage.query(pageSize, last);
        return sender.fetch(HttpCall.of(HttpMethod.GET, origin, uri, "list tags of " + repository), maxBytes)
                .map(answer -> ListPage.read(answer.require(200), "tags"));
    }

    /** Gets all pages. */
    public Future<List<String>> all() {
        return more(new ArrayList<>(), null, 0);
    }

    private Future<List<String>> more(List<String> tags, String last, int page) {
        return list(null, last).compose(answer -> {
            tags.addAll(answer.names());
            boolean end = answer.next() == null || answer.next().equals(last) || page >= MOST_PAGES;
            return end ? Future.succeededFuture(tags) : more(tags, answer.next(), page + 1);
        });
    }
}
