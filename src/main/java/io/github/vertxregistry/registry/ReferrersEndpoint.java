package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.http.NextPage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.model.ReferrersTags;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code GET /v2/<name>/referrers/<digest>}: OCI Distribution, "Listing Referrers" (end-12), and the referrers tag where a
 * registry has no such API.
 */
public final class ReferrersEndpoint {
    private static final int MOST_PAGES = 1_000;
    private static final String FILTERS = "OCI-Filters-Applied";

    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final String repository;
    private final int maxBytes;
    private final ManifestsEndpoint manifests;

    ReferrersEndpoint(
            Origin origin, HttpSender sender, Task task, String repository, int maxBytes, ManifestsEndpoint manifests) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.repository = Names.repository(repository);
        this.maxBytes = maxBytes;
        this.manifests = manifests;
    }

    /**
     * One page of referrers.
     *
     * @param referrers what refers to the subject, as the registry describes it
     * @param next what to ask for the next page with, or null where this is the last
     * @param isByApi whether the registry's API told, and not the referrers tag
     */
    public record Page(List<Descriptor> referrers, String next, boolean isByApi) {
        public Page {
            referrers = List.copyOf(referrers);
        }
    }

    /**
     * Gets a page; empty where nothing refers to the digest, or there is no such manifest or repository. Where the registry has
     * no referrers API its referrers tag is read; a tag that is no index names none.
     *
     * @param artifactType the only type that is wanted, or null for all
     * @param last {@link Page#next()} of the page before, or null
     */
    public Future<Page> list(Digest subject, String artifactType, String last) {
        String uri = "/v2/" + repository + "/referrers/" + subject + query(artifactType, last);
        HttpCall call = HttpCall.of(HttpMethod.GET, origin, uri, "list referrers of " + repository + "@" + subject)
                .with("Accept", MediaType.OCI_INDEX)
                .needing(Scopes.pull(repository));
        return sender.fetch(call, maxBytes, task)
                .compose(answer -> hasNoApi(answer)
                        ? ofTag(subject).map(found -> new Page(wanted(found, artifactType), null, false))
                        : Future.succeededFuture(read(answer.require(200), artifactType)));
    }

    /**
     * Gets all pages; fails with {@code REGISTRY_FAULT} where they do not end, with {@code LIMIT_EXCEEDED} above 10,000
     * referrers.
     */
    public Future<Page> all(Digest subject, String artifactType) {
        List<Descriptor> found = new ArrayList<>();
        Set<String> marks = new HashSet<>();
        return Repeat.whilst(new Page(List.of(), "", true), page -> page.next() != null, page -> list(
                                subject, artifactType, page.next().isEmpty() ? null : page.next())
                        .map(answer -> checked(answer, found, marks)))
                .map(last -> new Page(found, null, last.isByApi()));
    }

    /** Reads the referrers tag; empty where there is none, or it is something else than an index. */
    Future<List<Descriptor>> ofTag(Digest subject) {
        return manifests
                .get(ReferrersTags.of(subject))
                .map(index -> index.isIndex() ? index.manifests() : List.<Descriptor>of())
                .recover(cause -> namesNone(cause) ? Future.succeededFuture(List.of()) : Future.failedFuture(cause));
    }

    /** There is no such tag, or what is there cannot be understood. */
    private static boolean namesNone(Throwable cause) {
        return cause instanceof RegistryException failure
                && (failure.kind() == FailureKind.NOT_FOUND
                        || (failure.kind() == FailureKind.REGISTRY_FAULT && failure.status() < 300));
    }

    /** The spec says 404; a page is what a web server that knows no such path may send. */
    private static boolean hasNoApi(HttpAnswer answer) {
        boolean isPage = answer.is(200)
                && MediaType.bare(answer.header("Content-Type").orElse("")).equalsIgnoreCase("text/html");
        return isPage || answer.is(404, 405, 501);
    }

    private Page read(HttpAnswer answer, String artifactType) {
        Manifest index = Manifest.parse(
                answer.body().getBytes(),
                answer.headers().get("Content-Type"),
                FailureKind.REGISTRY_FAULT,
                "the referrers that " + origin.authority() + " lists");
        if (!index.isIndex() && !MediaType.isIndex(index.mediaType())) {
            throw answer.senseless("the answer is no index, but " + Names.shown(index.mediaType()));
        }
        boolean isFiltered = Arrays.stream(answer.header(FILTERS).orElse("").split(","))
                .anyMatch(filter -> filter.strip().equals("artifactType"));
        return new Page(
                isFiltered ? index.manifests() : wanted(index.manifests(), artifactType),
                NextPage.of(answer).orElse(null),
                true);
    }

    private static List<Descriptor> wanted(List<Descriptor> referrers, String artifactType) {
        return referrers.stream()
                .filter(each -> artifactType == null || artifactType.equals(each.artifactType()))
                .toList();
    }

    /** A link has the filter in its own query. */
    private static String query(String artifactType, String last) {
        String page = ListPage.query(null, last);
        boolean isWhole = last != null && !last.isEmpty() && last.charAt(0) == NextPage.QUERY_MARK;
        return artifactType == null || isWhole
                ? page
                : "?artifactType=" + URLEncoder.encode(artifactType, StandardCharsets.UTF_8)
                        + (page.isEmpty() ? "" : "&" + page.substring(1));
    }

    private Page checked(Page page, List<Descriptor> found, Set<String> marks) {
        found.addAll(page.referrers());
        if (found.size() > Manifest.MAX_ENTRIES) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            origin.authority() + ": a manifest of " + repository + " has more than "
                                    + Manifest.MAX_ENTRIES + " referrers")
                    .withHint("ask for single pages, or for one artifact type");
        }
        if (page.next() != null && (page.next().isEmpty() || !marks.add(page.next()) || marks.size() > MOST_PAGES)) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            origin.authority() + ": the list of referrers in " + repository + " does not end")
                    .withHint("its links to the next page lead in a circle, or to too many pages")
                    .withRetry(false, 0);
        }
        return page;
    }
}
