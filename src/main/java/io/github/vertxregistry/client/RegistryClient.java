package io.github.vertxregistry.client;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.BlobReply;
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
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ListReferrersRequest;
import io.github.vertxregistry.message.ListRepositoriesRequest;
import io.github.vertxregistry.message.ListTagsRequest;
import io.github.vertxregistry.message.ManifestReply;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.message.PingReply;
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
import io.github.vertxregistry.message.RepositoriesPage;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.TagImageReply;
import io.github.vertxregistry.message.TagImageRequest;
import io.github.vertxregistry.message.TagsPage;
import io.github.vertxregistry.message.TarImageRequest;
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

/**
 * Asks the toolkit's verticles over the event bus, on this node or in the cluster, and gives Futures back. Every method
 * returns at once and never throws but for a null argument; every Future fails with a {@link
 * io.github.vertxregistry.error.RegistryException}. Besides the kinds named at a method any may fail with {@code
 * NOT_DEPLOYED}, {@code NO_REPLY}, {@code DEADLINE}, {@code BAD_REQUEST} and {@code NAME_INVALID}; those that ask a registry
 * also with {@code UNREACHABLE}, {@code STALLED}, {@code UNAUTHORIZED}, {@code DENIED}, {@code TOO_MANY_REQUESTS} and {@code
 * REGISTRY_FAULT}; those that read a tar with {@code TAR_NOT_FOUND}, {@code TAR_UNREADABLE}, {@code TAR_INVALID} and {@code
 * LIMIT_EXCEEDED}.
 */
public interface RegistryClient {
    /** Creates a client of the toolkit under the default prefix that asks the verticles' default registry. */
    static RegistryClient create(Vertx vertx) {
        return create(vertx, null);
    }

    /** Creates a client that asks that registry: a URL, or the id of one of the verticles' configuration. */
    static RegistryClient create(Vertx vertx, String registry) {
        return create(vertx, registry, Addresses.DEFAULT.prefix(), CallOptions.DEFAULT);
    }

    /** Creates a client with another address prefix and other timeouts. */
    static RegistryClient create(Vertx vertx, String registry, String prefix, CallOptions options) {
        return new EventBusRegistryClient(vertx, registry, new Addresses(prefix), options);
    }

    /** Returns a client that waits that long for the reply of a short operation, over the same address. */
    RegistryClient withTimeout(Duration timeout);

    /** Returns a client whose long operations may go that long without progress, over the same address. */
    RegistryClient withStallTimeout(Duration timeout);

    /** Returns a client that asks another registry, over the same address. */
    RegistryClient withRegistry(String registry);

    /**
     * Returns a client that has the node of that id do what concerns a node's own files and operations (pushes, tars, {@link
     * #operations()}), wherever in the cluster it is: paths are that node's. What any node can do is still done by any.
     */
    RegistryClient onNode(String nodeId);

    /**
     * Returns a client whose pushes read files of this process, and whose pulls write them, wherever the work is done: any node of
     * the cluster does it, and the bytes that it needs go over the event bus. This process needs no verticles.
     */
    RegistryClient lendingFiles();

    /**
     * Returns a client that has any node do what concerns files, since their paths are of storage that the nodes share
     * ({@code paths.shared} of their configuration); fails with {@code DENIED} where a path is not.
     */
    RegistryClient onSharedStorage();

    /** Checks that the registry is there and speaks the API (the original's {@code check_connectivity}). */
    Future<PingReply> ping();

    /** Lists all repositories, page by page. */
    Future<List<String>> listRepositories();

    /** Lists one page of repositories. */
    Future<RepositoriesPage> listRepositories(ListRepositoriesRequest request);

    /** Lists all tags of a repository, page by page; fails with {@code NOT_FOUND}. */
    Future<List<String>> listTags(String repository);

    /** Lists one page of tags; fails with {@code NOT_FOUND}. */
    Future<TagsPage> listTags(ListTagsRequest request);

    /** Gets a manifest's exact text by tag or digest; fails with {@code NOT_FOUND}, {@code DIGEST_MISMATCH}. */
    Future<ManifestReply> getManifest(String repository, String reference);

    /** Asks for a manifest's digest, type and size; fails with {@code NOT_FOUND}. */
    Future<ManifestReply> headManifest(String repository, String reference);

    /** Writes a manifest; fails with {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}. */
    Future<ManifestReply> putManifest(PutManifestRequest request);

    /** Deletes a tag or a digest as the registry understands it; fails with {@code NOT_FOUND}, {@code UNSUPPORTED}. */
    Future<DeletedReply> deleteManifest(String repository, String reference);

    /** Asks for a blob's size; fails with {@code NOT_FOUND}. */
    Future<BlobReply> headBlob(String repository, Digest digest);

    /** Takes a blob out of a repository; fails with {@code NOT_FOUND}, {@code UNSUPPORTED}. */
    Future<DeletedReply> deleteBlob(String repository, Digest digest);

    /** Lists all that refers to a manifest, page by page; nothing refers to one that is not there. */
    Future<List<Descriptor>> listReferrers(String repository, Digest digest);

    /** Lists one page of what refers to a manifest, with all choices of the request. */
    Future<ReferrersPage> listReferrers(ListReferrersRequest request);

    /** Lists all pages of what refers to a manifest, with all choices of the request. */
    Future<List<Descriptor>> listAllReferrers(ListReferrersRequest request);

    /** Tells what an image is, of an index the one for this machine; fails with {@code NOT_FOUND}. */
    Future<ImageInfo> imageInfo(String repository, String reference);

    /** Tells what an image is, with all choices of the request. */
    Future<ImageInfo> imageInfo(ImageInfoRequest request);

    /** Deletes a tag and nothing else; fails with {@code NOT_FOUND}, {@code UNSUPPORTED}, {@code CONFLICT}. */
    Future<DeleteImageReply> deleteTag(String repository, String tag);

    /** Deletes a manifest by digest, and its tags with it; fails with {@code NOT_FOUND}, {@code UNSUPPORTED}. */
    Future<DeleteImageReply> deleteDigest(String repository, Digest digest);

    /** Deletes with all choices of the request. */
    Future<DeleteImageReply> deleteImage(DeleteImageRequest request);

    /** Gives an image more tags; fails with {@code NOT_FOUND}, {@code TAG_IMMUTABLE}. */
    Future<TagImageReply> tagImage(String repository, String reference, String... tags);

    /**
     * Gives an image more tags with all choices of the request; fails with {@code NOT_FOUND}, {@code TAG_IMMUTABLE}, {@code
     * CONFLICT}.
     */
    Future<TagImageReply> tagImage(TagImageRequest request);

    /** Builds an index of images of that registry; fails with {@code NOT_FOUND}, {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}. */
    Transfer<AssembledImage> startCreateIndex(CreateIndexRequest request);

    /** Builds an index of images of that registry. */
    default Future<AssembledImage> createIndex(CreateIndexRequest request) {
        return startCreateIndex(request).result();
    }

    /**
     * Makes an image with another config or other annotations of one that the registry has. Fails with {@code NOT_FOUND},
     * {@code UNSUPPORTED} (an artifact has no such config), {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}.
     */
    Transfer<AssembledImage> startEditImage(EditImageRequest request);

    /** Makes an image with another config or other annotations of one that the registry has. */
    default Future<AssembledImage> editImage(EditImageRequest request) {
        return startEditImage(request).result();
    }

    /**
     * Starts a copy between registries, or within one; where source or target name none it is this client's. Fails with {@code
     * NOT_FOUND}, {@code DIGEST_MISMATCH}, {@code SIZE_MISMATCH}, {@code MANIFEST_REFUSED}, {@code TOO_LARGE}, {@code TAG_IMMUTABLE},
     * {@code LIMIT_EXCEEDED}.
     */
    Transfer<CopiedImage> startCopy(CopyRequest request);

    /** Copies an image between registries, or within one. */
    default Future<CopiedImage> copy(CopyRequest request) {
        return startCopy(request).result();
    }

    /**
     * Makes an image with more layers, of tars or folders of this node, of one that the registry has. Fails with {@code NOT_FOUND},
     * {@code UNSUPPORTED}, {@code TAR_NOT_FOUND}, {@code TAR_UNREADABLE}, {@code TAR_INVALID}, {@code LIMIT_EXCEEDED}, {@code
     * MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}.
     */
    Transfer<AssembledImage> startAppendImage(AppendImageRequest request);

    /** Makes an image with more layers of one that the registry has. */
    default Future<AssembledImage> appendImage(AppendImageRequest request) {
        return startAppendImage(request).result();
    }

    /**
     * Makes an image on another base of one that the registry has. Fails with {@code NOT_FOUND}, {@code CONFLICT} (it does not
     * stand on the old base), {@code UNSUPPORTED}, {@code MANIFEST_REFUSED}, {@code TAG_IMMUTABLE}.
     */
    Transfer<AssembledImage> startRebaseImage(RebaseImageRequest request);

    /** Makes an image on another base of one that the registry has. */
    default Future<AssembledImage> rebaseImage(RebaseImageRequest request) {
        return startRebaseImage(request).result();
    }

    /**
     * Starts a push with all choices of the request. Fails with {@code IMAGE_AMBIGUOUS}, {@code DIGEST_MISMATCH}, {@code
     * SIZE_MISMATCH}, {@code MANIFEST_REFUSED}, {@code TOO_LARGE}, {@code TAG_IMMUTABLE}.
     */
    Transfer<PushReply> startPush(PushRequest request);

    /** Pushes with all choices of the request. */
    default Future<PushReply> push(PushRequest request) {
        return startPush(request).result();
    }

    /** Pushes a tar's only image under that repository and tag; either may be null and is then the tar's. */
    Future<PushReply> pushTar(String tar, String repository, String tag);

    /** Pushes a tar's only image under its primary name. */
    Future<PushReply> pushTarWithOriginalTag(String tar);

    /** Pushes a tar's only image under all of its names. */
    Future<PushReply> pushTarWithAllOriginalTags(String tar);

    /**
     * Writes an image's root file system, as a container of it would see it, to a tar of this node. Fails with {@code NOT_FOUND},
     * {@code CONFLICT} (the file is there), {@code TAR_UNWRITABLE}, {@code TAR_UNREADABLE}, {@code TAR_INVALID}, {@code
     * DIGEST_MISMATCH}, {@code SIZE_MISMATCH}, {@code LIMIT_EXCEEDED}; there is no file then.
     */
    Transfer<ExportReply> startExport(ExportRequest request);

    /** Writes an image's root file system to a tar of this node. */
    default Future<ExportReply> export(ExportRequest request) {
        return startExport(request).result();
    }

    /**
     * Starts a pull with all choices of the request. Fails with {@code NOT_FOUND} (the hint lists the platforms that there are),
     * {@code CONFLICT} (the file exists, or another pull writes it), {@code TAR_UNWRITABLE}, {@code DIGEST_MISMATCH}, {@code
     * SIZE_MISMATCH}, {@code UNSUPPORTED} (docker could not load it).
     */
    Transfer<PullReply> startPull(PullRequest request);

    /** Pulls with all choices of the request. */
    default Future<PullReply> pull(PullRequest request) {
        return startPull(request).result();
    }

    /** Pulls images, each {@code repository[:tag][@digest]}, to a tar that docker loads. */
    Future<PullReply> pull(String tar, String... images);

    /** Compares two images, of registries or of tars: configs, layers and files; fails as {@link #startExport} does. */
    Transfer<ImageDifference> startDiffImages(DiffImagesRequest request);

    /** Compares two images. */
    default Future<ImageDifference> diffImages(DiffImagesRequest request) {
        return startDiffImages(request).result();
    }

    /**
     * Lists files of an image, those that its layers show a container; fails with {@code NOT_FOUND} and as {@link #startExport}
     * does.
     */
    Transfer<ListFilesReply> startListFiles(ListFilesRequest request);

    /** Lists what lies in a folder of an image. */
    default Future<ListFilesReply> listFiles(ListFilesRequest request) {
        return startListFiles(request).result();
    }

    /**
     * Reads a file of an image, and no more of its layers than that takes: the digest of the layer that has it is not verified.
     * Fails with {@code NOT_FOUND}, {@code UNSUPPORTED} (it is no file) and as {@link #startExport} does; with {@code
     * LIMIT_EXCEEDED} also where it is too large for a reply.
     */
    Transfer<ReadFileReply> startReadFile(ReadFileRequest request);

    /** Reads a file of an image. */
    default Future<ReadFileReply> readFile(ReadFileRequest request) {
        return startReadFile(request).result();
    }

    /**
     * Starts putting files into a registry as an artifact. Fails with {@code NOT_FOUND} (no such subject), {@code TAR_NOT_FOUND} and
     * {@code TAR_UNREADABLE} (a file), {@code MANIFEST_REFUSED}, {@code TOO_LARGE}, {@code TAG_IMMUTABLE}.
     */
    Transfer<ArtifactReply> startPushArtifact(PushArtifactRequest request);

    /** Puts files into a registry as an artifact. */
    default Future<ArtifactReply> pushArtifact(PushArtifactRequest request) {
        return startPushArtifact(request).result();
    }

    /**
     * Starts writing the files of an artifact to a folder. Fails with {@code NOT_FOUND}, {@code CONFLICT} (a file is there and is
     * another one), {@code DENIED} (a file would lie outside of the folder), {@code DIGEST_MISMATCH}, {@code SIZE_MISMATCH}.
     */
    Transfer<ArtifactReply> startPullArtifact(PullArtifactRequest request);

    /** Writes the files of an artifact to a folder. */
    default Future<ArtifactReply> pullArtifact(PullArtifactRequest request) {
        return startPullArtifact(request).result();
    }

    /** Lists all that is wrong with a tar, without reading its layers. */
    Future<TarValidationReply> validateTar(String tar);

    /** Lists all that is wrong with a tar, every blob read and hashed. */
    Transfer<TarValidationReply> startValidateTar(TarValidateRequest request);

    /** Describes all images of a tar. */
    Future<List<InspectedImage>> inspectTar(String tar);

    /** Describes one image of a tar, chosen by name or id; null for all. Fails with {@code IMAGE_AMBIGUOUS}. */
    Future<List<InspectedImage>> inspectTar(TarImageRequest request);

    /** Reads the entries of a tar's manifest.json. */
    Future<List<SavedImage>> tarManifest(String tar);

    /** Reads all tags of a tar, and its primary (original) one. */
    Future<TarTagsReply> tarTags(String tar);

    /** Lists the operations that run or have lately ended, on this node or the one of {@link #onNode}. */
    Future<List<OperationStatus>> operations();

    /** Tells how an operation of that node stands; fails with {@code NOT_FOUND}. */
    Future<OperationStatus> operation(String operationId);

    /** Lists the nodes of the cluster that have been heard of lately, and what each can do. */
    Future<List<NodeStatus>> nodes();

    /**
     * Brings a registry to the state of another, and succeeds when the job has ended: {@link SyncStatus#state()} says how. Fails
     * as {@link #startSync} and {@link #awaitSync} do.
     */
    Future<SyncStatus> sync(SyncRequest request);

    /**
     * Starts a job that brings a registry to the state of another; where source or target name none it is this client's. Succeeds
     * when it has been taken; fails with {@code CONFLICT} (another job has that id), {@code LIMIT_EXCEEDED}, {@code DENIED}.
     */
    Future<SyncStatus> startSync(SyncRequest request);

    /** Succeeds when a job has ended, and hands how it stands to the handler until then; fails with {@code NOT_FOUND}. */
    Future<SyncStatus> awaitSync(String jobId, Handler<SyncStatus> progress);

    /** Tells how a job stands, and after its end what it has done; fails with {@code NOT_FOUND}. */
    Future<SyncStatus> syncJob(String jobId);

    /** Lists the jobs that run or have lately ended, the latest first. */
    Future<List<SyncStatus>> syncJobs();

    /** Lets a job finish what is under way, and begin nothing more; fails with {@code NOT_FOUND}. */
    Future<SyncStatus> pauseSync(String jobId);

    /** Lets a job that was paused go on; fails with {@code NOT_FOUND}. */
    Future<SyncStatus> resumeSync(String jobId);

    /** Ends a job before it has done all; fails with {@code NOT_FOUND}. */
    Future<SyncStatus> cancelSync(String jobId);

    /** Stops an operation wherever it runs; idempotent. */
    void cancel(String operationId);

    /**
     * Gives up the private address that a client and all that were derived from it by {@code with…} share; does nothing for a
     * derived one. To be called when the last Future has come back: long operations go on, but nobody watches them.
     */
    Future<Void> close();
}
