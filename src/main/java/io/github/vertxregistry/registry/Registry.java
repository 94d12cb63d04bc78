package io.github.vertxregistry.registry;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import java.util.ArrayList;
import java.util.List;

/** One registry, ready to be asked for one operation: its origin, and what requests go through. Immutable; any thread may use it. */
public final class Registry {
    private final Origin origin;
    private final List<Origin> mirrors;
    private final HttpSender sender;
    private final HttpConfig config;
    private final UploadLog uploads;
    private final Task task;

    Registry(Origin origin, List<Origin> mirrors, HttpSender sender, HttpConfig config, UploadLog uploads, Task task) {
        this.origin = origin;
        this.mirrors = mirrors;
        this.sender = sender;
        this.config = config;
        this.uploads = uploads;
        this.task = task;
    }

    /** Returns the same registry for a part of the operation: once that is stopped, no request of it is sent any more. */
    public Registry during(Task part) {
        return new Registry(origin, mirrors, sender, config, uploads, part);
    }

    /** Returns where it is. */
    public Origin origin() {
        return origin;
    }

    /** Returns the endpoint that tells whether it is there. */
    public PingEndpoint ping() {
        return new PingEndpoint(origin, sender, task);
    }

    /** Returns the list of its repositories. */
    public CatalogEndpoint catalog() {
        return new CatalogEndpoint(origin, sender, task, config.maxListBytes());
    }

    /** Returns the list of a repository's tags. */
    public TagsEndpoint tags(String repository) {
        return new TagsEndpoint(origin, sender, task, repository, config.maxListBytes());
    }

    /** Returns the manifests of a repository. */
    public ManifestsEndpoint manifests(String repository) {
        return new ManifestsEndpoint(origin, sender, task, repository, config.maxManifestBytes());
    }

    /** Returns what refers to manifests of a repository. */
    public ReferrersEndpoint referrers(String repository) {
        return manifests(repository).referrers();
    }

    /** Returns the blobs of a repository. */
    public BlobsEndpoint blobs(String repository) {
        return new BlobsEndpoint(origin, sender, task, repository, config.maxManifestBytes());
    }

    /** Returns where a repository's content is read from: the mirrors first, where there are some. */
    public Sources sources(String repository) {
        List<Registry> places = new ArrayList<>();
        mirrors.forEach(mirror -> places.add(new Registry(mirror, List.of(), sender, config, uploads, task)));
        places.add(this);
        return new Sources(places, task, repository);
    }

    /** Returns what blobs are brought into a repository by. */
    public UploadsEndpoint uploads(String repository) {
        return new UploadsEndpoint(origin, sender, task, repository, uploads);
    }
}
