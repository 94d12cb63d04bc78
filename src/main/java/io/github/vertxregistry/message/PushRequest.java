package io.github.vertxregistry.message;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;

/**
 * Pushes images of a local tar. With neither repository nor tag the tar's primary name is used, without its host.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param image which image of the tar, by a name or an id; null for the only one
 * @param allImages all images, each under its own names
 * @param repository the repository; null for the tar's
 * @param tag the tag; null for the tar's, {@code latest} where it has none
 * @param prefix a repository name that is put before each repository
 * @param allTags all tags of the image
 * @param familiarNames whether {@code docker.io/library/x} is {@code x}
 * @param format the kind of a manifest that has to be built; {@code auto}
 * @param compression how layers are compressed; {@code keep}
 * @param upload how bytes are sent; null for the configured way
 * @param chunkSize bytes of a chunk; null for the configured number
 * @param concurrency blobs at once; null for the configured number
 */
public record PushRequest(
        String registry,
        String tar,
        String image,
        Boolean allImages,
        String repository,
        String tag,
        String prefix,
        Boolean allTags,
        Boolean familiarNames,
        ManifestFormat format,
        LayerCompression compression,
        UploadMode upload,
        Integer chunkSize,
        Integer concurrency)
        implements RegistryRequest<PushRequest> {
    public PushRequest {
        Fields.path(tar);
        if (repository != null) {
            Names.repository(repository);
        }
        if (tag != null) {
            Names.tag(tag);
        }
        if (prefix != null) {
            Names.repository(prefix);
        }
        allImages = allImages != null && allImages;
        allTags = allTags != null && allTags;
        familiarNames = familiarNames != null && familiarNames;
        format = format == null ? ManifestFormat.AUTO : format;
        compression = compression == null ? LayerCompression.KEEP : compression;
        Fields.between("chunkSize", chunkSize, TransferConfig.MIN_CHUNK, TransferConfig.MAX_CHUNK);
        Fields.between("concurrency", concurrency, 1, TransferConfig.MAX_CONCURRENCY);
        if (allTags && tag != null) {
            throw RegistryException.badField("tag", "cannot go with allTags");
        }
        if (allImages && (image != null || repository != null || tag != null)) {
            throw RegistryException.badField("allImages", "cannot go with image, repository or tag");
        }
    }

    /** Pushes the tar's only image under its primary name. */
    public static PushRequest of(String tar) {
        return new PushRequest(null, tar, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    public PushRequest to(String registry) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same under that repository and tag; either may be null and is then the tar's. */
    public PushRequest as(String repository, String tag) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with all tags of the image. */
    public PushRequest withAllTags() {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                true,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same for one image of the tar, by a name or an id. */
    public PushRequest withImage(String image) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same for all images, each under its own names. */
    public PushRequest withAllImages() {
        return new PushRequest(
                registry,
                tar,
                image,
                true,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with a repository name before each repository. */
    public PushRequest withPrefix(String prefix) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with {@code docker.io/library/x} as {@code x}. */
    public PushRequest withFamiliarNames() {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                true,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with that kind of manifest. */
    public PushRequest withFormat(ManifestFormat format) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with that way of sending bytes. */
    public PushRequest withUpload(UploadMode upload) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with chunks of so many bytes. */
    public PushRequest withChunkSize(int chunkSize) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }

    /** Returns the same with so many blobs at once. */
    public PushRequest withConcurrency(int concurrency) {
        return new PushRequest(
                registry,
                tar,
                image,
                allImages,
                repository,
                tag,
                prefix,
                allTags,
                familiarNames,
                format,
                compression,
                upload,
                chunkSize,
                concurrency);
    }
}
