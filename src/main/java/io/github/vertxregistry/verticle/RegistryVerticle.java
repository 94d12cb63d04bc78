package io.github.vertxregistry.verticle;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.Delete;
import io.github.vertxregistry.image.Info;
import io.github.vertxregistry.message.BlobReply;
import io.github.vertxregistry.message.BlobRequest;
import io.github.vertxregistry.message.DeletedReply;
import io.github.vertxregistry.message.ListRepositoriesRequest;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.ManifestRequest;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PingRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.registry.ManifestsEndpoint;
import io.github.vertxregistry.registry.Registry;
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
                .serve(Operations.PING, (request, task) -> ping(request))
                .serve(Operations.REPOSITORIES_LIST, (request, task) -> repositories(request))
                .serve(Operations.TAGS_LIST, (request, task) -> tags(request))
                .serve(Operations.MANIFESTS_GET, (request, task) -> getManifest(request))
                .serve(Operations.MANIFESTS_HEAD, (request, task) -> headManifest(request))
                .serve(Operations.MANIFESTS_PUT, (request, task) -> putManifest(request))
                .serve(Operations.MANIFESTS_DELETE, (request, task) -> deleteManifest(request))
                .serve(Operations.BLOBS_HEAD, (request, task) -> headBlob(request))
                .serve(Operations.BLOBS_DELETE, (request, task) -> deleteBlob(request))
                .serve(Operations.IMAGES_INFO, (request, task) -> new Info(registry(request.registry()), request).run())
                .serve(
                        Operations.IMAGES_DELETE,
                        (request, task) -> new Delete(registry(request.registry()), request, task).run())
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }

    private Registry registry(String registry) {
        return node.registries().find(registry);
    }

    private Future<PingReply> ping(PingRequest request) {
        long start = System.nanoTime();
        return registry(request.registry())
                .ping()
                .ask()
                .map(sign -> new PingReply(
                        true,
                        sign.apiVersion(),
                        sign.authenticated(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }

    private Future<RepositoriesPage> repositories(ListRepositoriesRequest request) {
        return registry(request.registry())
                .catalog()
                .list(request.pageSize(), request.last())
                .map(page -> new RepositoriesPage(page.names(), page.next()));
    }

    private Future<TagsPage> tags(ListTagsRequest request) {
        return registry(request.registry())
                .tags(request.repository())
                .list(request.pageSize(), request.last())
                .map(page -> new TagsPage(request.repository(), page.names(), page.next()));
    }

    private Future<ManifestReply> getManifest(ManifestRequest request) {
        return manifests(request)
                .get(request.reference())
                .map(m -> new ManifestReply(
                        m.digest(), m.mediaType(), m.size(), m.content().toString()));
    }

    private Future<ManifestReply> headManifest(ManifestRequest request) {
        return manifests(request).find(request.reference()).map(found -> found.map(
                        m -> new ManifestReply(m.digest(), m.mediaType(), m.size(), null))
                .orElseThrow(() -> notFound(request.registry(), request.repository(), request.reference())));
    }

    private Future<ManifestReply> putManifest(PutManifestRequest request) {
        Buffer content = Buffer.buffer(request.content());
        return registry(request.registry())
                .manifests(request.repository())
                .put(request.reference(), request.mediaType(), content)
                .map(digest -> new ManifestReply(digest, request.mediaType(), content.length(), null));
    }

    private Future<DeletedReply> deleteManifest(ManifestRequest request) {
        ManifestsEndpoint manifests = manifests(request);
        return manifests
                .find(request.reference())
                .map(found -> found.orElseThrow(
                        () -> notFound(request.registry(), request.repository(), request.reference())))
                .compose(manifest ->
                        manifests.delete(request.reference()).map(done -> new DeletedReply(manifest.digest())));
    }

    private Future<BlobReply> headBlob(BlobRequest request) {
        return registry(request.registry())
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

    private Future<DeletedReply> deleteBlob(BlobRequest request) {
        return registry(request.registry())
                .blobs(request.repository())
                .delete(request.digest())
                .map(done -> new DeletedReply(request.digest()));
    }

    private ManifestsEndpoint manifests(ManifestRequest request) {
        return registry(request.registry()).manifests(request.repository());
    }

    private RegistryException notFound(String registry, String repository, String reference) {
        String name = repository + (reference.indexOf(':') >= 0 ? "@" : ":") + reference;
        return RegistryException.of(
                        FailureKind.NOT_FOUND, registry(registry).origin().authority() + " has no " + name)
                .withHint("check the name: repositories and tags are listed with repos and tags");
    }
}
