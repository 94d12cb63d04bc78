package io.github.vertxregistry.task;

/** Takes what an operation tells of its progress; losing an event does no harm, so an implementation may drop some. */
@FunctionalInterface
public interface ProgressSink {
    /** Drops everything. */
    ProgressSink NONE = (phase, subject, done, total) -> {};

    /**
     * Tells how far the work on one thing has come.
     *
     * @param phase what is being done: {@code index}, {@code upload}, {@code mounted}, {@code skipped}, {@code manifest}, …
     * @param subject what it is done to: a digest, a file's name
     * @param done bytes done so far
     * @param total bytes in all, or -1 where that is not known
     */
    void report(String phase, String subject, long done, long total);
}
