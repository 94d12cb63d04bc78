package io.github.vertxregistry.message;

/**
 * What a job has found and done.
 *
 * @param found images of the source that were chosen
 * @param there of them those that the target had already
 * @param copied those that were copied
 * @param failed those that could not be copied, or not be looked at
 * @param vanished tags of the target that the source has no more
 * @param deleted of them those that were deleted
 * @param bytes bytes of blobs that were sent
 */
public record SyncTotals(int found, int there, int copied, int failed, int vanished, int deleted, long bytes) {
    /** Nothing yet. */
    public static final SyncTotals NOTHING = new SyncTotals(0, 0, 0, 0, 0, 0, 0);

    /** Returns how many are neither there nor copied, nor given up. */
    public int left() {
        return Math.max(0, found - there - copied - failed);
    }

    /** Returns the sum of both. */
    public SyncTotals plus(SyncTotals other) {
        return new SyncTotals(
                found + other.found,
                there + other.there,
                copied + other.copied,
                failed + other.failed,
                vanished + other.vanished,
                deleted + other.deleted,
                bytes + other.bytes);
    }

    /** Returns the same with so many more failures. */
    public SyncTotals plusFailed(int more) {
        return new SyncTotals(found, there, copied, failed + more, vanished, deleted, bytes);
    }
}
