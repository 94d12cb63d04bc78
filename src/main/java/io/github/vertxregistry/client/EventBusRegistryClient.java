package io.github.vertxregistry.client;

import io.github.vertxregistry.bus.Call;
import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.cluster.LentFile;
import io.github.vertxregistry.cluster.LentPlace;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.BlobReply;
import io.github.vertxregistry.message.BlobRequest;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.CreateIndexRequest;
import io.github.vertxregistry.message.DeleteImageReply;
import io.github.vertxregistry.message.DeleteImageRequest;
import io.github.vertxregistry.message.DeletedReply;
import io.github.vertxregistry.message.DiffImagesRequest;
import io.github.vertxregistry.message.EditImageRequest;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImageDifference;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.message.LentPullRequest;
import io.github.vertxregistry.message.LentPushRequest;
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ListNodesRequest;
import io.github.vertxregistry.message.ListOperationsRequest;
import io.github.vertxregistry.message.ListReferrersRequest;
import io.github.vertxregistry.message.ListRepositoriesRequest;
import io.github.vertxregistry.message.ListSyncRequest;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.ManifestRequest;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.NodesReply;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.OperationRequest;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.OperationsReply;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PingRequest;
import io.github.vertxregistry.message.PullArtifactRequest;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushArtifactRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.ReadFileReply;
import io.github.vertxregistry.message.ReadFileRequest;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.message.ReferrersPage;
import io.github.vertxregistry.message.RegistryRequest;
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.SyncJobRequest;
import io.github.vertxregistry.message.SyncJobs;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.TagImageReply;
import io.github.vertxregistry.message.TagImageRequest;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.message.TarImageRequest;
import io.github.vertxregistry.message.TarInspectReply;
import io.github.vertxregistry.message.TarManifestReply;
import io.github.vertxregistry.message.TarRequest;
import io.github.vertxregistry.message.TarTagsReply;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.model.SavedImage;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The client over the event bus. A request that is wrong is told so here, before it travels. */
final class EventBusRegistryClient implements RegistryClient {
    private final Vertx vertx;
    private final Caller caller;
    private final boolean owner;
    private final String registry;
    private final CallOptions options;
    private final boolean lending;

    EventBusRegistryClient(Vertx vertx, String registry, Addresses addresses, CallOptions options) {
        this(vertx, new Caller(vertx, addresses), true, registry, options, false);
    }

    private EventBusRegistryClient(
            Vertx vertx, Caller caller, boolean owner, String registry, CallOptions options, boolean lending) {
        this.vertx = vertx;
        this.caller = caller;
        this.owner = owner;
        this.registry = registry;
        this.options = options;
        this.lending = lending;
    }

    @Override
    public RegistryClient withTimeout(Duration timeout) {
        return derived(caller, registry, options.withTimeout(timeout), lending);
    }

    @Override
    public RegistryClient withStallTimeout(Duration timeout) {
        return derived(caller, registry, options.withStallTimeout(timeout), lending);
    }

    @Override
    public RegistryClient withRegistry(String other) {
        return derived(caller, other, options, lending);
    }

    @Override
    public RegistryClient onNode(String nodeId) {
        return derived(caller.onNode(Objects.requireNonNull(nodeId)), registry, options, false);
    }

    @Override
    public RegistryClient lendingFiles() {
        return derived(caller, registry, options, true);
    }

    @Override
    public RegistryClient onSharedStorage() {
        return derived(caller.onShared(), registry, options, false);
    }

    private RegistryClient derived(Caller with, String other, CallOptions waiting, boolean lends) {
        return new EventBusRegistryClient(vertx, with, false, other, waiting, lends);
    }

    @Override
    public Future<PingReply> ping() {
        return ask(Operations.PING, () -> new PingRequest(registry));
    }

    @Override
    public Future<List<String>> listRepositories() {
        return all(
                last -> listRepositories(new ListRepositoriesRequest(registry, null, last)),
                RepositoriesPage::repositories,
                RepositoriesPage::next);
    }

    @Override
    public Future<RepositoriesPage> listRepositories(ListRepositoriesRequest request) {
        return ask(Operations.REPOSITORIES_LIST, () -> addressed(request));
    }

    @Override
    public Future<List<String>> listTags(String repository) {
        Objects.requireNonNull(repository);
        return all(last -> tagsPage(repository, last), TagsPage::tags, TagsPage::next);
    }

    private Future<TagsPage> tagsPage(String repository, String last) {
        return ask(Operations.TAGS_LIST, () -> new ListTagsRequest(registry, repository, null, last));
    }

    @Override
    public Future<TagsPage> listTags(ListTagsRequest request) {
        return ask(Operations.TAGS_LIST, () -> addressed(request));
    }

    @Override
    public Future<ManifestReply> getManifest(String repository, String reference) {
        return ask(Operations.MANIFESTS_GET, () -> new ManifestRequest(registry, repository, reference));
    }

    @Override
    public Future<ManifestReply> headManifest(String repository, String reference) {
        return ask(Operations.MANIFESTS_HEAD, () -> new ManifestRequest(registry, repository, reference));
    }

    @Override
    public Future<ManifestReply> putManifest(PutManifestRequest request) {
        return ask(Operations.MANIFESTS_PUT, () -> addressed(request));
    }

    @Override
    public Future<DeletedReply> deleteManifest(String repository, String reference) {
        return ask(Operations.MANIFESTS_DELETE, () -> new ManifestRequest(registry, repository, reference));
    }

    @Override
    public Future<BlobReply> headBlob(String repository, Digest digest) {
        return ask(Operations.BLOBS_HEAD, () -> new BlobRequest(registry, repository, digest));
    }

    @Override
    public Future<DeletedReply> deleteBlob(String repository, Digest digest) {
        return ask(Operations.BLOBS_DELETE, () -> new BlobRequest(registry, repository, digest));
    }

    @Override
    public Future<List<Descriptor>> listReferrers(String repository, Digest digest) {
        return checked(() -> new ListReferrersRequest(registry, repository, digest, null, null))
                .compose(this::listAllReferrers);
    }

    @Override
    public Future<ReferrersPage> listReferrers(ListReferrersRequest request) {
        return ask(Operations.REFERRERS_LIST, () -> addressed(request));
    }

    @Override
    public Future<List<Descriptor>> listAllReferrers(ListReferrersRequest request) {
        return all(last -> listReferrers(request.after(last)), ReferrersPage::referrers, ReferrersPage::next);
    }

    @Override
    public Future<ImageInfo> imageInfo(String repository, String reference) {
        return ask(Operations.IMAGES_INFO, () -> new ImageInfoRequest(registry, repository, reference, null));
    }

    @Override
    public Future<ImageInfo> imageInfo(ImageInfoRequest request) {
        return ask(Operations.IMAGES_INFO, () -> addressed(request));
    }

    @Override
    public Future<DeleteImageReply> deleteTag(String repository, String tag) {
        return ask(Operations.IMAGES_DELETE, () -> addressed(DeleteImageRequest.of(repository, tag)));
    }

    @Override
    public Future<DeleteImageReply> deleteDigest(String repository, Digest digest) {
        return ask(Operations.IMAGES_DELETE, () -> addressed(DeleteImageRequest.of(repository, digest.toString())));
    }

    @Override
    public Future<DeleteImageReply> deleteImage(DeleteImageRequest request) {
        return ask(Operations.IMAGES_DELETE, () -> addressed(request));
    }

    @Override
    public Future<TagImageReply> tagImage(String repository, String reference, String... tags) {
        return ask(
                Operations.IMAGES_TAG,
                () -> new TagImageRequest(registry, repository, reference, List.of(tags), false));
    }

    @Override
    public Future<TagImageReply> tagImage(TagImageRequest request) {
        return ask(Operations.IMAGES_TAG, () -> addressed(request));
    }

    @Override
    public Transfer<AssembledImage> startCreateIndex(CreateIndexRequest request) {
        return start(Operations.IMAGES_INDEX, addressed(request));
    }

    @Override
    public Transfer<AssembledImage> startEditImage(EditImageRequest request) {
        return start(Operations.IMAGES_EDIT, addressed(request));
    }

    @Override
    public Transfer<CopiedImage> startCopy(CopyRequest request) {
        return start(Operations.IMAGES_COPY, request.in(registry));
    }

    @Override
    public Transfer<AssembledImage> startAppendImage(AppendImageRequest request) {
        return start(Operations.IMAGES_APPEND, addressed(request));
    }

    @Override
    public Transfer<AssembledImage> startRebaseImage(RebaseImageRequest request) {
        return start(Operations.IMAGES_REBASE, addressed(request));
    }

    @Override
    public Transfer<PushReply> startPush(PushRequest request) {
        PushRequest push = addressed(request);
        return lending ? lend(push) : start(Operations.IMAGES_PUSH, push);
    }

    private Transfer<PushReply> lend(PushRequest push) {
        Future<LentFile> file = LentFile.lend(caller, push.tar());
        Call<PushReply> call = caller.start(
                Operations.IMAGES_PUSH_LENT,
                file.map(lent -> new LentPushRequest(lent.address(), lent.size(), push)),
                options);
        call.result().onComplete(ended -> file.onSuccess(LentFile::takeBack));
        return new Transfer<>(call);
    }

    @Override
    public Transfer<PullReply> startPull(PullRequest request) {
        PullRequest pull = addressed(request);
        return lending ? lend(pull) : start(Operations.IMAGES_PULL, pull);
    }

    private Transfer<PullReply> lend(PullRequest pull) {
        Future<LentPlace> place =
                checked(() -> LentPlace.lend(caller, pull.tar(), pull.options().force()));
        Call<PullReply> call = caller.start(
                Operations.IMAGES_PULL_LENT,
                place.compose(LentPlace::address).map(address -> new LentPullRequest(address, pull)),
                options);
        call.result().onComplete(ended -> place.onSuccess(LentPlace::takeBack));
        return new Transfer<>(call);
    }

    @Override
    public Future<PullReply> pull(String tar, String... images) {
        return checked(() -> PullRequest.of(tar, images)).compose(this::pull);
    }

    @Override
    public Future<PushReply> pushTar(String tar, String repository, String tag) {
        return checked(() -> PushRequest.of(tar).as(repository, tag)).compose(this::push);
    }

    @Override
    public Future<PushReply> pushTarWithOriginalTag(String tar) {
        return checked(() -> PushRequest.of(tar)).compose(this::push);
    }

    @Override
    public Future<PushReply> pushTarWithAllOriginalTags(String tar) {
        return checked(() -> PushRequest.of(tar).withAllTags()).compose(this::push);
    }

    @Override
    public Transfer<ExportReply> startExport(ExportRequest request) {
        return start(Operations.IMAGES_EXPORT, addressed(request));
    }

    @Override
    public Transfer<ImageDifference> startDiffImages(DiffImagesRequest request) {
        return start(Operations.IMAGES_DIFF, addressed(request));
    }

    @Override
    public Transfer<ListFilesReply> startListFiles(ListFilesRequest request) {
        return start(Operations.FILES_LIST, addressed(request));
    }

    @Override
    public Transfer<ReadFileReply> startReadFile(ReadFileRequest request) {
        return start(Operations.FILES_READ, addressed(request));
    }

    @Override
    public Transfer<ArtifactReply> startPushArtifact(PushArtifactRequest request) {
        return start(Operations.ARTIFACTS_PUSH, addressed(request));
    }

    @Override
    public Transfer<ArtifactReply> startPullArtifact(PullArtifactRequest request) {
        return start(Operations.ARTIFACTS_PULL, addressed(request));
    }

    @Override
    public Future<TarValidationReply> validateTar(String tar) {
        return run(Operations.TAR_VALIDATE, () -> new TarValidateRequest(tar, false));
    }

    @Override
    public Transfer<TarValidationReply> startValidateTar(TarValidateRequest request) {
        return start(Operations.TAR_VALIDATE, request);
    }

    @Override
    public Future<List<InspectedImage>> inspectTar(String tar) {
        return run(Operations.TAR_INSPECT, () -> new TarImageRequest(tar, null)).map(TarInspectReply::images);
    }

    @Override
    public Future<List<InspectedImage>> inspectTar(TarImageRequest request) {
        return run(Operations.TAR_INSPECT, () -> request).map(TarInspectReply::images);
    }

    @Override
    public Future<List<SavedImage>> tarManifest(String tar) {
        return run(Operations.TAR_MANIFEST, () -> new TarRequest(tar)).map(TarManifestReply::images);
    }

    @Override
    public Future<TarTagsReply> tarTags(String tar) {
        return run(Operations.TAR_TAGS, () -> new TarRequest(tar));
    }

    @Override
    public Future<List<OperationStatus>> operations() {
        return ask(Operations.OPERATIONS_LIST, ListOperationsRequest::new).map(OperationsReply::operations);
    }

    @Override
    public Future<OperationStatus> operation(String operationId) {
        return ask(Operations.OPERATIONS_GET, () -> new OperationRequest(operationId));
    }

    @Override
    public Future<List<NodeStatus>> nodes() {
        return ask(Operations.NODES_LIST, ListNodesRequest::new).map(NodesReply::nodes);
    }

    @Override
    public Future<SyncStatus> sync(SyncRequest request) {
        return startSync(request).compose(job -> awaitSync(job.jobId(), status -> {}));
    }

    @Override
    public Future<SyncStatus> startSync(SyncRequest request) {
        // An id of ours: where the answer is lost with its node, another tells of the same job.
        return ask(Operations.SYNC_START, () -> request.in(registry)
                .as(request.jobId() == null ? UUID.randomUUID().toString() : request.jobId()));
    }

    @Override
    public Future<SyncStatus> awaitSync(String jobId, Handler<SyncStatus> progress) {
        return checked(() -> new SyncJobRequest(jobId))
                .compose(valid -> new SyncWatch(vertx, () -> syncJob(jobId), progress).ended());
    }

    @Override
    public Future<SyncStatus> syncJob(String jobId) {
        return ask(Operations.SYNC_GET, () -> new SyncJobRequest(jobId));
    }

    @Override
    public Future<List<SyncStatus>> syncJobs() {
        return ask(Operations.SYNC_LIST, ListSyncRequest::new).map(SyncJobs::jobs);
    }

    @Override
    public Future<SyncStatus> pauseSync(String jobId) {
        return ask(Operations.SYNC_PAUSE, () -> new SyncJobRequest(jobId));
    }

    @Override
    public Future<SyncStatus> resumeSync(String jobId) {
        return ask(Operations.SYNC_RESUME, () -> new SyncJobRequest(jobId));
    }

    @Override
    public Future<SyncStatus> cancelSync(String jobId) {
        return ask(Operations.SYNC_CANCEL, () -> new SyncJobRequest(jobId));
    }

    @Override
    public void cancel(String operationId) {
        caller.cancel(operationId);
    }

    @Override
    public Future<Void> close() {
        return owner ? caller.close() : Future.succeededFuture();
    }

    /** A request that names no registry goes to this client's. */
    private <T extends RegistryRequest<T>> T addressed(T request) {
        return request.registry() == null ? request.to(registry) : request;
    }

    private <Q, R> Future<R> ask(Operation<Q, R> operation, Supplier<Q> request) {
        return checked(request).compose(made -> caller.ask(operation, made, options));
    }

    private <Q, R> Transfer<R> start(Operation<Q, R> operation, Q request) {
        return new Transfer<>(caller.start(operation, request, options));
    }

    private <Q, R> Future<R> run(Operation<Q, R> operation, Supplier<Q> request) {
        return checked(request).compose(made -> start(operation, made).result());
    }

    private static <Q> Future<Q> checked(Supplier<Q> request) {
        try {
            return Future.succeededFuture(request.get());
        } catch (RegistryException e) {
            return Future.failedFuture(e);
        }
    }

    private <P, T> Future<List<T>> all(
            Function<String, Future<P>> page, Function<P, List<T>> names, Function<P, String> next) {
        return new Pages<>(page, names, next).all();
    }
}
