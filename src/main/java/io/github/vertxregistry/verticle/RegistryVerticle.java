package io.github.vertxregistry.verticle;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.Copy;
import io.github.vertxregistry.image.Delete;
import io.github.vertxregistry.image.IndexBuild;
import io.github.vertxregistry.image.Info;
import io.github.vertxregistry.image.Rewriting;
import io.github.vertxregistry.image.Tagging;
import io.github.vertxregistry.message.BlobReply;
import io.github.vertxregistry.message.BlobRequest;
import io.github.vertxregistry.message.DeletedReply;
import io.github.vertxregistry.message.ListReferrersRequest;
import io.github.vertxregistry.message.ListRepositoriesRequest;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.ManifestRequest;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PingRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.ReferrersPage;
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;

/** Answers what needs a registry and no local file, for the whole cluster. */
final class RegistryVerticle extends VerticleBase {
    private final ToolkitNode node;

    RegistryVerticle(ToolkitNode node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        return node.endpoint(vertx)
                .serve(Operations.PING, (request, task) -> ping(request, task))
                .serve(Operations.REPOSITORIES_LIST, (request, task) -> repositories(request, task))
                .serve(Operations.TAGS_LIST, (request, task) -> tags(request, task))
                .serve(Operations.MANIFESTS_GET, (request, task) -> getManifest(request, task))
                .serve(Operations.MANIFESTS_HEAD, (request, task) -> headManifest(request, task))
                .serve(Operations.MANIFESTS_PUT, (request, task) -> putManifest(request, task))
                .serve(Operations.MANIFESTS_DELETE, (request, task) -> deleteManifest(request, task))
                .serve(Operations.BLOBS_HEAD, (request, task) -> headBlob(request, task))
                .serve(Operations.BLOBS_DELETE, (request, task) -> deleteBlob(request, task))
                .serve(Operations.REFERRERS_LIST, (request, task) -> referrers(request, task))
                .serve(Operations.IMAGES_INFO, (request, task) -> new Info(registry(request.registry(), task), request)
                        .run())
                .serve(
                        Operations.IMAGES_DELETE,
                        (request, task) -> new Delete(registry(request.registry(), task), request, task).run())
                .serve(
                        Operations.IMAGES_TAG,
                        (request, task) -> new Tagging(registry(request.registry(), task), request, task).run())
                .serve(Operations.IMAGES_INDEX, (request, task) -> new IndexBuild(
                                registry(request.registry(), task),
                                node.config().transfer(),
                                request,
                                task)
                        .run())
                .serve(Operations.IMAGES_REBASE, (request, task) -> Rewriting.rebase(
                                registry(request.registry(), task),
                                node.config().transfer(),
                                request,
                                task)
                        .run())
                .serve(Operations.IMAGES_EDIT, (request, task) -> Rewriting.edit(
                                registry(request.registry(), task),
                                node.config().transfer(),
                                request,
                                task)
                        .run())
                .serve(Operations.IMAGES_COPY, (request, task) -> new Copy(
                                registry(request.source().registry(), task),
                                registry(request.target().registry(), task),
                                node.config().transfer(),
                                request,
                                task)
                        .run())
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }

    private Registry registry(String registry, Task task) {
        return node.registries().find(registry, task);
    }

    private Future<PingReply> ping(PingRequest request, Task task) {
        long start = System.nanoTime();
        return registry(request.registry(), task)
                .ping()
                .ask()
                .map(sign -> new PingReply(
                        true,
                        sign.apiVersion(),
                        sign.authenticated(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }

    private Future<RepositoriesPage> repositories(ListRepositoriesRequest request, Task task) {
        return registry(request.registry(), task)
                .catalog()
                .list(request.pageSize(), request.last())
                .map(page -> new RepositoriesPage(page.names(), page.next()));
    }

    private Future<TagsPage> tags(ListTagsRequest request, Task task) {
        return registry(request.registry(), task)
                .tags(request.repository())
                .list(request.pageSize(), request.last())
                .map(page -> new TagsPage(request.repository(), page.names(), page.next()));
    }

    private Future<ManifestReply> getManifest(ManifestRequest request, Task task) {
        return registry(request.registry(), task)
                .sources(request.repository())
                .manifest(request.reference())
                .map(m -> new ManifestReply(
                        m.digest(), m.mediaType(), m.size(), m.content().toString()));
    }

    private Future<ManifestReply> headManifest(ManifestRequest request, Task task) {
        return manifests(request, task).find(request.reference()).map(found -> found.map(
                        m -> new ManifestReply(m.digest(), m.mediaType(), m.size(), null))
                .orElseThrow(() -> notFound(request.registry(), request.repository(), request.reference())));
    }

    private Future<ManifestReply> putManifest(PutManifestRequest request, Task task) {
        Buffer content = Buffer.buffer(request.content());
        return registry(request.registry(), task)
                .manifests(request.repository())
                .put(request.reference(), request.mediaType(), content)
                .map(digest -> new ManifestReply(digest, request.mediaType(), content.length(), null));
    }

    private Future<DeletedReply> deleteManifest(ManifestRequest request, Task task) {
        ManifestsEndpoint manifests = manifests(request, task);
        return manifests
                .find(request.reference())
                .map(found -> found.orElseThrow(
                        () -> notFound(request.registry(), request.repository(), request.reference())))
                .compose(manifest -> (Names.isDigest(request.reference())
                                ? manifests.remove(manifest.digest())
                                : manifests.delete(request.reference()))
                        .map(done -> new DeletedReply(manifest.digest())));
    }

    private Future<BlobReply> headBlob(BlobRequest request, Task task) {
        return registry(request.registry(), task)
                .blobs(request.repository())
                .find(request.digest())
                .map(size -> {
                    if (size.isEmpty()) {
                        throw notFound(
                                request.registry(),
                                request.repository(),
                                request.digest().toString());
                    }
                    return new BlobReply(request.digest(), size.getAsLong());
                });
    }

    private Future<DeletedReply> deleteBlob(BlobRequest request, Task task) {
        return registry(request.registry(), task)
                .blobs(request.repository())
                .delete(request.digest())
                .map(done -> new DeletedReply(request.digest()));
    }

    private Future<ReferrersPage> referrers(ListReferrersRequest request, Task task) {
        return registry(request.registry(), task)
                .referrers(request.repository())
                .list(request.digest(), request.artifactType(), request.last())
                .map(page -> new ReferrersPage(request.repository(), request.digest(), page.referrers(), page.next()));
    }

    private ManifestsEndpoint manifests(ManifestRequest request, Task task) {
        return registry(request.registry(), task).manifests(request.repository());
    }

    private RegistryException notFound(String registry, String repository, String reference) {
        String name = repository + Names.at(reference);
        String host = registry(registry, Task.unwatched()).origin().authority();
        return RegistryException.of(FailureKind.NOT_FOUND, host + " has no " + name)
                .withHint("check the name: repositories and tags are listed with repos and tags");
    }
}
