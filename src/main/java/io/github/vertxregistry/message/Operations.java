package io.github.vertxregistry.message;

import static io.github.vertxregistry.message.Operation.Effect.READS;
import static io.github.vertxregistry.message.Operation.Effect.REPEATABLE;
import static io.github.vertxregistry.message.Operation.Pace.LONG;
import static io.github.vertxregistry.message.Operation.Pace.SHORT;
import static io.github.vertxregistry.message.Operation.Place.CLUSTER;
import static io.github.vertxregistry.message.Operation.Place.LOCAL;
import static io.github.vertxregistry.message.Operation.Place.NODE;

import io.github.vertxregistry.model.TarImages;
import java.util.List;

/** Everything that the toolkit can do, a row each. A new operation is a row here, two records and a handler. */
public final class Operations {
    /** Asks whether the registry is there and speaks the API. */
    public static final Operation<PingRequest, PingReply> PING =
            new Operation<>("ping", CLUSTER, SHORT, PingRequest.class, PingReply.class, READS);

    /** Lists a page of the registry's repositories. */
    public static final Operation<ListRepositoriesRequest, RepositoriesPage> REPOSITORIES_LIST = new Operation<>(
            "repositories.list", CLUSTER, SHORT, ListRepositoriesRequest.class, RepositoriesPage.class, READS);

    /** Lists a page of a repository's tags. */
    public static final Operation<ListTagsRequest, TagsPage> TAGS_LIST =
            new Operation<>("tags.list", CLUSTER, SHORT, ListTagsRequest.class, TagsPage.class, READS);

    /** Gets a manifest's exact text. */
    public static final Operation<ManifestRequest, ManifestReply> MANIFESTS_GET =
            new Operation<>("manifests.get", CLUSTER, SHORT, ManifestRequest.class, ManifestReply.class, READS);

    /** Asks for a manifest's digest, type and size. */
    public static final Operation<ManifestRequest, ManifestReply> MANIFESTS_HEAD =
            new Operation<>("manifests.head", CLUSTER, SHORT, ManifestRequest.class, ManifestReply.class, READS);

    /** Writes a manifest, byte for byte. */
    public static final Operation<PutManifestRequest, ManifestReply> MANIFESTS_PUT =
            new Operation<>("manifests.put", CLUSTER, SHORT, PutManifestRequest.class, ManifestReply.class, REPEATABLE);

    /** Deletes a tag or a manifest, as the registry understands it. */
    public static final Operation<ManifestRequest, DeletedReply> MANIFESTS_DELETE =
            new Operation<>("manifests.delete", CLUSTER, SHORT, ManifestRequest.class, DeletedReply.class);

    /** Asks whether a repository has a blob, and how large it is. */
    public static final Operation<BlobRequest, BlobReply> BLOBS_HEAD =
            new Operation<>("blobs.head", CLUSTER, SHORT, BlobRequest.class, BlobReply.class, READS);

    /** Takes a blob out of a repository. */
    public static final Operation<BlobRequest, DeletedReply> BLOBS_DELETE =
            new Operation<>("blobs.delete", CLUSTER, SHORT, BlobRequest.class, DeletedReply.class);

    /** Lists a page of what refers to a manifest. */
    public static final Operation<ListReferrersRequest, ReferrersPage> REFERRERS_LIST =
            new Operation<>("referrers.list", CLUSTER, SHORT, ListReferrersRequest.class, ReferrersPage.class, READS);

    /** Tells what an image is made of and how it is run. */
    public static final Operation<ImageInfoRequest, ImageInfo> IMAGES_INFO =
            new Operation<>("images.info", CLUSTER, SHORT, ImageInfoRequest.class, ImageInfo.class, READS);

    /** Deletes an image by tag or digest, and no other tag with it unless told so. */
    public static final Operation<DeleteImageRequest, DeleteImageReply> IMAGES_DELETE =
            new Operation<>("images.delete", CLUSTER, SHORT, DeleteImageRequest.class, DeleteImageReply.class);

    /** Writes more tags for an image, by its manifest alone. */
    public static final Operation<TagImageRequest, TagImageReply> IMAGES_TAG =
            new Operation<>("images.tag", CLUSTER, SHORT, TagImageRequest.class, TagImageReply.class, REPEATABLE);

    /** Builds an index of images that the registry has. */
    public static final Operation<CreateIndexRequest, AssembledImage> IMAGES_INDEX =
            new Operation<>("images.index", CLUSTER, LONG, CreateIndexRequest.class, AssembledImage.class, REPEATABLE);

    /** Makes an image with another config or other annotations of one that the registry has. */
    public static final Operation<EditImageRequest, AssembledImage> IMAGES_EDIT =
            new Operation<>("images.edit", CLUSTER, LONG, EditImageRequest.class, AssembledImage.class, REPEATABLE);

    /** Copies an image between registries, or within one. */
    public static final Operation<CopyRequest, CopiedImage> IMAGES_COPY =
            new Operation<>("images.copy", CLUSTER, LONG, CopyRequest.class, CopiedImage.class, REPEATABLE);

    /** Makes an image on another base of one that the registry has. */
    public static final Operation<RebaseImageRequest, AssembledImage> IMAGES_REBASE =
            new Operation<>("images.rebase", CLUSTER, LONG, RebaseImageRequest.class, AssembledImage.class);

    /** Makes an image with more layers, of local tars or folders, of one that the registry has. */
    public static final Operation<AppendImageRequest, AssembledImage> IMAGES_APPEND =
            new Operation<>("images.append", NODE, LONG, AppendImageRequest.class, AssembledImage.class);

    /** Pushes images of a local tar. */
    public static final Operation<PushRequest, PushReply> IMAGES_PUSH =
            new Operation<>("images.push", NODE, LONG, PushRequest.class, PushReply.class, REPEATABLE);

    /** Writes an image's root file system as a tar. */
    public static final Operation<ExportRequest, ExportReply> IMAGES_EXPORT =
            new Operation<>("images.export", NODE, LONG, ExportRequest.class, ExportReply.class, READS);

    /** Pulls images to a local tar or folder. */
    public static final Operation<PullRequest, PullReply> IMAGES_PULL =
            new Operation<>("images.pull", NODE, LONG, PullRequest.class, PullReply.class, READS);

    /** Pulls images to a place that the caller lends. */
    public static final Operation<LentPullRequest, PullReply> IMAGES_PULL_LENT =
            new Operation<>("images.pull.lent", CLUSTER, LONG, LentPullRequest.class, PullReply.class, READS);

    /** Compares two images. */
    public static final Operation<DiffImagesRequest, ImageDifference> IMAGES_DIFF =
            new Operation<>("images.diff", NODE, LONG, DiffImagesRequest.class, ImageDifference.class, READS);

    /** Lists files of an image. */
    public static final Operation<ListFilesRequest, ListFilesReply> FILES_LIST =
            new Operation<>("files.list", NODE, LONG, ListFilesRequest.class, ListFilesReply.class, READS);

    /** Reads a file of an image. */
    public static final Operation<ReadFileRequest, ReadFileReply> FILES_READ =
            new Operation<>("files.read", NODE, LONG, ReadFileRequest.class, ReadFileReply.class, READS);

    /** Pushes images of a tar that the caller lends. */
    public static final Operation<LentPushRequest, PushReply> IMAGES_PUSH_LENT =
            new Operation<>("images.push.lent", CLUSTER, LONG, LentPushRequest.class, PushReply.class, REPEATABLE);

    /** Puts local files into a registry as an artifact. */
    public static final Operation<PushArtifactRequest, ArtifactReply> ARTIFACTS_PUSH =
            new Operation<>("artifacts.push", NODE, LONG, PushArtifactRequest.class, ArtifactReply.class, REPEATABLE);

    /** Writes the files of an artifact to a local folder. */
    public static final Operation<PullArtifactRequest, ArtifactReply> ARTIFACTS_PULL =
            new Operation<>("artifacts.pull", NODE, LONG, PullArtifactRequest.class, ArtifactReply.class, READS);

    /** Lists all that is wrong with a tar. */
    public static final Operation<TarValidateRequest, TarValidationReply> TAR_VALIDATE =
            new Operation<>("tar.validate", NODE, LONG, TarValidateRequest.class, TarValidationReply.class, READS);

    /** Describes the images of a tar. */
    public static final Operation<TarImageRequest, TarInspectReply> TAR_INSPECT =
            new Operation<>("tar.inspect", NODE, LONG, TarImageRequest.class, TarInspectReply.class, READS);

    /** Reads the entries of a tar's manifest.json. */
    public static final Operation<TarRequest, TarManifestReply> TAR_MANIFEST =
            new Operation<>("tar.manifest", NODE, LONG, TarRequest.class, TarManifestReply.class, READS);

    /** Reads the tags of a tar. */
    public static final Operation<TarRequest, TarTagsReply> TAR_TAGS =
            new Operation<>("tar.tags", NODE, LONG, TarRequest.class, TarTagsReply.class, READS);

    /** Tells where the images of a tar lie in it: what the verticle that pushes asks the one that reads tars. */
    public static final Operation<TarImagesRequest, TarImages> TAR_IMAGES =
            new Operation<>("tar.images", LOCAL, LONG, TarImagesRequest.class, TarImages.class, READS);

    /** Lists the operations that run or have lately ended. */
    public static final Operation<ListOperationsRequest, OperationsReply> OPERATIONS_LIST =
            new Operation<>("operations.list", NODE, SHORT, ListOperationsRequest.class, OperationsReply.class, READS);

    /** Tells of one operation that runs or has lately ended. */
    public static final Operation<OperationRequest, OperationStatus> OPERATIONS_GET =
            new Operation<>("operations.get", NODE, SHORT, OperationRequest.class, OperationStatus.class, READS);

    /** Lists the nodes of the cluster and what each can do. */
    public static final Operation<ListNodesRequest, NodesReply> NODES_LIST =
            new Operation<>("nodes.list", CLUSTER, SHORT, ListNodesRequest.class, NodesReply.class, READS);

    /** Starts a job that brings a registry to the state of another; the same job asked for again is the one that runs. */
    public static final Operation<SyncRequest, SyncStatus> SYNC_START =
            new Operation<>("sync.start", CLUSTER, SHORT, SyncRequest.class, SyncStatus.class, REPEATABLE);

    /** Lists the jobs that run or have lately ended. */
    public static final Operation<ListSyncRequest, SyncJobs> SYNC_LIST =
            new Operation<>("sync.list", CLUSTER, SHORT, ListSyncRequest.class, SyncJobs.class, READS);

    /** Tells how a job stands, and after its end what it has done. */
    public static final Operation<SyncJobRequest, SyncStatus> SYNC_GET =
            new Operation<>("sync.get", CLUSTER, SHORT, SyncJobRequest.class, SyncStatus.class, READS);

    /** Lets a job finish what is under way, and begin nothing more. */
    public static final Operation<SyncJobRequest, SyncStatus> SYNC_PAUSE =
            new Operation<>("sync.pause", CLUSTER, SHORT, SyncJobRequest.class, SyncStatus.class, REPEATABLE);

    /** Lets a job that was paused go on. */
    public static final Operation<SyncJobRequest, SyncStatus> SYNC_RESUME =
            new Operation<>("sync.resume", CLUSTER, SHORT, SyncJobRequest.class, SyncStatus.class, REPEATABLE);

    /** Ends a job before it has done all. */
    public static final Operation<SyncJobRequest, SyncStatus> SYNC_CANCEL =
            new Operation<>("sync.cancel", CLUSTER, SHORT, SyncJobRequest.class, SyncStatus.class, REPEATABLE);

    private Operations() {}

    /** Returns the whole table. */
    public static List<Operation<?, ?>> all() {
        return List.of(
                PING,
                REPOSITORIES_LIST,
                TAGS_LIST,
                MANIFESTS_GET,
                MANIFESTS_HEAD,
                MANIFESTS_PUT,
                MANIFESTS_DELETE,
                BLOBS_HEAD,
                BLOBS_DELETE,
                REFERRERS_LIST,
                IMAGES_INFO,
                IMAGES_DELETE,
                IMAGES_TAG,
                IMAGES_INDEX,
                IMAGES_EDIT,
                IMAGES_COPY,
                IMAGES_REBASE,
                IMAGES_APPEND,
                IMAGES_PUSH,
                IMAGES_EXPORT,
                IMAGES_PULL,
                IMAGES_PULL_LENT,
                IMAGES_DIFF,
                FILES_LIST,
                FILES_READ,
                IMAGES_PUSH_LENT,
                ARTIFACTS_PUSH,
                ARTIFACTS_PULL,
                TAR_VALIDATE,
                TAR_INSPECT,
                TAR_MANIFEST,
                TAR_TAGS,
                TAR_IMAGES,
                OPERATIONS_LIST,
                OPERATIONS_GET,
                NODES_LIST,
                SYNC_START,
                SYNC_LIST,
                SYNC_GET,
                SYNC_PAUSE,
                SYNC_RESUME,
                SYNC_CANCEL);
    }
}
