package io.github.vertxregistry.message;

import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;

/**
 * How an image is pushed.
 *
 * @param format the kind of a manifest that has to be built; {@code auto}
 * @param compression how plain layers are compressed; null for the configured way
 * @param compressionLevel how hard that tries; null for the configured or the method's usual level
 * @param compressor which program does gzip; null for the configured one
 * @param upload how bytes are sent; null for the configured way
 * @param chunkSize bytes of a chunk; null for the configured number
 * @param concurrency blobs at once; null for the configured number
 */
public record PushOptions(
        ManifestFormat format,
        LayerCompression compression,
        Integer compressionLevel,
        Compressor compressor,
        UploadMode upload,
        Integer chunkSize,
        Integer concurrency) {
    /** All as it is configured. */
    public static final PushOptions CONFIGURED = new PushOptions(null, null, null, null, null, null, null);

    public PushOptions {
        format = format == null ? ManifestFormat.AUTO : format;
        Fields.between("compressionLevel", compressionLevel, 1, CompressionConfig.MAX_LEVEL);
        Fields.between("chunkSize", chunkSize, TransferConfig.MIN_CHUNK, TransferConfig.MAX_CHUNK);
        Fields.between("concurrency", concurrency, 1, TransferConfig.MAX_CONCURRENCY);
    }

    PushOptions withFormat(ManifestFormat other) {
        return new PushOptions(other, compression, compressionLevel, compressor, upload, chunkSize, concurrency);
    }

    PushOptions withCompression(LayerCompression other, Integer level) {
        return new PushOptions(format, other, level, compressor, upload, chunkSize, concurrency);
    }

    PushOptions withCompressor(Compressor other) {
        return new PushOptions(format, compression, compressionLevel, other, upload, chunkSize, concurrency);
    }

    PushOptions withUpload(UploadMode other) {
        return new PushOptions(format, compression, compressionLevel, compressor, other, chunkSize, concurrency);
    }

    PushOptions withChunkSize(int other) {
        return new PushOptions(format, compression, compressionLevel, compressor, upload, other, concurrency);
    }

    PushOptions withConcurrency(int other) {
        return new PushOptions(format, compression, compressionLevel, compressor, upload, chunkSize, other);
    }
}
