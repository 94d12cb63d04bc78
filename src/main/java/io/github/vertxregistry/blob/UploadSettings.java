package io.github.vertxregistry.blob;

import io.github.vertxregistry.compress.LayerFormat;
import io.github.vertxregistry.config.CompressionConfig;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.model.Compression;

/**
 * How the blobs of one push are uploaded: as its request says, else as is configured.
 *
 * @param mode how bytes are sent
 * @param chunkSize bytes of a chunk
 * @param chunkSizeChosen whether the request said so
 * @param concurrency blobs at once
 * @param packing what plain layers become on their way; null where each goes as it stands
 */
public record UploadSettings(
        UploadMode mode, int chunkSize, boolean chunkSizeChosen, int concurrency, LayerFormat packing) {
    private static final String HINT = "say how, too: --compression gzip or zstd, or compression in the message";

    public static UploadSettings of(PushOptions asked, TransferConfig config) {
        return new UploadSettings(
                asked.upload() == null ? config.upload() : asked.upload(),
                asked.chunkSize() == null ? config.chunkSize() : asked.chunkSize(),
                asked.chunkSize() != null,
                asked.concurrency() == null ? config.concurrency() : asked.concurrency(),
                packing(asked, config.compression()));
    }

    /** Returns how plain layers will be compressed; null where they will not. */
    public Compression compression() {
        return packing == null ? null : packing.compression();
    }

    private static LayerFormat packing(PushOptions asked, CompressionConfig config) {
        LayerCompression method = asked.compression() == null ? config.method() : asked.compression();
        // A level is one of its method's: that of the configuration says nothing of another one.
        Integer level = asked.compressionLevel() == null && method == config.method()
                ? config.level()
                : asked.compressionLevel();
        if (method == LayerCompression.KEEP) {
            if (asked.compressionLevel() != null) {
                throw RegistryException.badField("compressionLevel", "is of no use: no layer is compressed")
                        .withHint(HINT);
            }
            if (asked.compressor() != null) {
                throw RegistryException.badField("compressor", "is of no use: no layer is compressed")
                        .withHint(HINT);
            }
            return null;
        }
        if (method == LayerCompression.ZSTD && asked.compressor() != null) {
            throw RegistryException.badField("compressor", "is of no use: there is one for gzip only")
                    .withHint("leave it out, or take gzip");
        }
        Compressor compressor = asked.compressor() == null ? config.compressor() : asked.compressor();
        return new LayerFormat(method, method == LayerCompression.ZSTD ? null : compressor, level);
    }
}
