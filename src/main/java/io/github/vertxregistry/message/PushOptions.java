package io.github.vertxregistry.message;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;

/**
 * How an image is pushed.
 *
 * @param format the kind of a manifest that has to be built; {@code auto}
 * @param compression how layers are compressed; {@code keep}
 * @param upload how bytes are sent; null for the configured way
 * @param chunkSize bytes of a chunk; null for the configured number
 * @param concurrency blobs at once; null for the configured number
 */
public record PushOptions(
        ManifestFormat format,
        LayerCompression compression,
        UploadMode upload,
        Integer chunkSize,
        Integer concurrency) {
    /** All as it is configured. */
    public static final PushOptions CONFIGURED = new PushOptions(null, null, null, null, null);

    public PushOptions {
        format = format == null ? ManifestFormat.AUTO : format;
        compression = compression == null ? LayerCompression.KEEP : compression;
        Fields.between("chunkSize", chunkSize, TransferConfig.MIN_CHUNK, TransferConfig.MAX_CHUNK);
        Fields.between("concurrency", concurrency, 1, TransferConfig.MAX_CONCURRENCY);
    }

    PushOptions withFormat(ManifestFormat other) {
        return new PushOptions(other, compression, upload, chunkSize, concurrency);
    }

    PushOptions withUpload(UploadMode other) {
        return new PushOptions(format, compression, other, chunkSize, concurrency);
    }

    PushOptions withChunkSize(int other) {
        return new PushOptions(format, compression, upload, other, concurrency);
    }

    PushOptions withConcurrency(int other) {
        return new PushOptions(format, compression, upload, chunkSize, other);
    }
}
