package io.github.vertxregistry.tar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What tells one state of a file from another, its content unread. The time of the last change of its inode is among it, which
 * nobody sets back, as the time of writing can be.
 *
 * @param path where it lies
 * @param device the file system
 * @param inode its number there
 * @param size in bytes
 * @param written when its content was last written
 * @param changed when its inode was last changed
 */
record FileMark(Path path, Object device, Object inode, Object size, FileTime written, FileTime changed) {
    private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime";
    /** File systems count in steps of up to two seconds: what is written twice within one looks the same. */
    private static final Duration STEP = Duration.ofSeconds(2);

    /** Returns the mark of a file as it is now; empty where the file system does not tell enough. */
    static Optional<FileMark> of(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Map<String, Object> known = Files.readAttributes(path, ATTRIBUTES);
        return Optional.of(new FileMark(
                path,
                known.get("dev"),
                known.get("ino"),
                known.get("size"),
                (FileTime) known.get("lastModifiedTime"),
                (FileTime) known.get("ctime")));
    }

    /** Returns whether a change from now on would show. */
    boolean isSettled(Instant now) {
        Instant settled = now.minus(STEP);
        return written.toInstant().isBefore(settled) && changed.toInstant().isBefore(settled);
    }
}
