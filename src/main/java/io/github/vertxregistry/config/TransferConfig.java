package io.github.vertxregistry.config;

import java.time.Duration;

/**
 * How blobs are transferred, where a message does not say otherwise. Times in milliseconds, sizes in bytes.
 *
 * @param concurrency blobs of one push that go at once; 4
 * @param chunkSize the length of a chunk of a chunked upload; 5 MiB
 * @param upload {@code auto}, {@code stream} or {@code chunked}; {@code auto}
 * @param stallTimeoutMs how long a push may go without progress before its caller gives it up; 300,000
 * @param compression how plain layers are compressed on their way; not at all
 */
public record TransferConfig(
        Integer concurrency, Integer chunkSize, UploadMode upload, Long stallTimeoutMs, CompressionConfig compression) {
    /** The least chunk that makes sense. */
    public static final int MIN_CHUNK = 64 << 10;
    /** The largest chunk that may be asked for. */
    public static final int MAX_CHUNK = 1 << 30;
    /** The most blobs that may go at once. */
    public static final int MAX_CONCURRENCY = 64;

    public TransferConfig {
        concurrency = Check.between("transfer.concurrency", concurrency, 4, 1, MAX_CONCURRENCY);
        chunkSize = Check.between("transfer.chunkSize", chunkSize, 5 << 20, MIN_CHUNK, MAX_CHUNK);
        upload = Check.orElse(upload, UploadMode.AUTO);
        stallTimeoutMs = Check.between(
                "transfer.stallTimeoutMs",
                stallTimeoutMs,
                300_000,
                1,
                Duration.ofDays(1).toMillis());
        compression = Check.orElse(compression, CompressionConfig.defaults());
    }
}
