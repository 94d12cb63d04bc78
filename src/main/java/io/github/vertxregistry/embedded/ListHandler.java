package io.github.vertxregistry.embedded;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what there is: the catalog, a repository's tags, a manifest's referrers (OCI Distribution 1.1, "Content Discovery"). */
final class ListHandler {
    private final Store store;
    private final Worker worker;

    record Catalog(List<String> repositories) {}

    record Tags(String name, List<String> tags) {}

    record Index(int schemaVersion, String mediaType, List<Descriptor> manifests) {}

    ListHandler(Store store, Worker worker) {
        this.store = store;
        this.worker = worker;
    }

    Future<Reply> ping(Call call) {
        return Future.succeededFuture(Reply.json(200, Map.of()));
    }

    Future<Reply> catalog(Call call) {
        Page page = Page.of(call);
        return worker.run(this::repositories).map(names -> {
            Page.Slice slice = page.slice(names.stream());
            return page.link(Reply.json(200, new Catalog(slice.entries())), "/v2/_catalog", slice);
        });
    }

    Future<Reply> tags(Call call) {
        String name = call.repository();
        Page page = Page.of(call);
        return worker.run(() -> existing(name).tags()).map(tags -> {
            Page.Slice slice = page.slice(tags.stream());
            return page.link(Reply.json(200, new Tags(name, slice.entries())), "/v2/" + name + "/tags/list", slice);
        });
    }

    /** Answers with an index even where nothing is known: 404 would say that there is no such API here. */
    Future<Reply> referrers(Call call) {
        Repository repository = new Repository(store, call.repository());
        Digest subject = call.digest();
        String artifactType = call.query("artifactType");
        return worker.run(() -> descriptors(repository, subject)).map(found -> {
            List<Descriptor> shown = found.stream()
                    .filter(each -> artifactType == null || artifactType.equals(each.artifactType()))
                    .toList();
            Reply reply = Reply.json(200, MediaType.OCI_INDEX, new Index(2, MediaType.OCI_INDEX, shown));
            return artifactType == null ? reply : reply.with("OCI-Filters-Applied", "artifactType");
        });
    }

    private Repository existing(String name) {
        Repository repository = new Repository(store, name);
        if (!repository.exists()) {
            throw Refusal.of(ErrorCode.NAME_UNKNOWN, "no such repository: " + name);
        }
        return repository;
    }

    private List<String> repositories() throws IOException {
        return store.repositoryNames().stream()
                .filter(name -> new Repository(store, name).exists())
                .toList();
    }

    private static List<Descriptor> descriptors(Repository repository, Digest subject) throws IOException {
        List<Descriptor> list = new ArrayList<>();
        for (Digest digest : repository.referrers(subject)) {
            Optional<Repository.Stored> stored = repository.manifest(digest);
            if (stored.isPresent()) {
                list.add(descriptor(stored.get()));
            }
        }
        return list;
    }

    // "Listing Referrers": the artifact type of an image manifest that names none is its config's media type.
    private static Descriptor descriptor(Repository.Stored stored) throws IOException {
        byte[] bytes = Files.readAllBytes(stored.path());
        Manifest manifest =
                Manifest.parse(bytes, stored.mediaType(), FailureKind.INTERNAL, "manifest " + stored.digest());
        String artifactType = manifest.artifactType();
        if ((artifactType == null || artifactType.isEmpty()) && manifest.config() != null) {
            artifactType = manifest.config().mediaType();
        }
        return new Descriptor(
                stored.mediaType(),
                stored.size(),
                stored.digest(),
                List.of(),
                manifest.annotations(),
                null,
                artifactType);
    }
}
