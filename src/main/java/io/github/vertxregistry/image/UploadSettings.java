package io.github.vertxregistry.image;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.PushRequest;

/**
 * How the blobs of one push are uploaded: as its request says, else as is configured.
 *
 * @param mode how bytes are sent
 * @param chunkSize bytes of a chunk
 * @param chunkSizeChosen whether the request said so
 * @param concurrency blobs at once
 */
record UploadSettings(UploadMode mode, int chunkSize, boolean chunkSizeChosen, int concurrency) {
    static UploadSettings of(PushRequest request, TransferConfig config) {
        return new UploadSettings(
                request.upload() == null ? config.upload() : request.upload(),
                request.chunkSize() == null ? config.chunkSize() : request.chunkSize(),
                request.chunkSize() != null,
                request.concurrency() == null ? config.concurrency() : request.concurrency());
    }
}
