package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.PushOptions;

/**
 * How the blobs of one push are uploaded: as its request says, else as is configured.
 *
 * @param mode how bytes are sent
 * @param chunkSize bytes of a chunk
 * @param chunkSizeChosen whether the request said so
 * @param concurrency blobs at once
 */
record UploadSettings(UploadMode mode, int chunkSize, boolean chunkSizeChosen, int concurrency) {
    static UploadSettings of(PushOptions asked, TransferConfig config) {
        return new UploadSettings(
                asked.upload() == null ? config.upload() : asked.upload(),
                asked.chunkSize() == null ? config.chunkSize() : asked.chunkSize(),
                asked.chunkSize() != null,
                asked.concurrency() == null ? config.concurrency() : asked.concurrency());
    }
}
