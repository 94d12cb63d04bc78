package io.github.vertxregistry.blob;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import java.util.List;
import java.util.Set;

/** A way in which a blob's bytes can go up, and what it means that a registry refuses it. */
enum UploadWay {
    /** One PATCH with all bytes, and a closing PUT. */
    STREAM,
    /** One PUT with all bytes. */
    ONE_REQUEST,
    /** PATCHes with a Content-Range each, and a closing PUT. */
    CHUNKS;

    private static final Set<Integer> REFUSALS = Set.of(404, 405, 411, 413, 416, 501);
    /** What else tells, of a session that has taken something, that it is lost or stands elsewhere. */
    private static final Set<Integer> OF_THE_SESSION = Set.of(404, 416);

    /** Of so few bytes a cut loses little, and each request costs more than they do. */
    private static final int SMALL = 256 << 10;

    /** Returns whether a blob of so many bytes is small, {@link ByteSource#UNKNOWN} for what nobody knows yet. */
    static boolean isSmall(long length) {
        return length != ByteSource.UNKNOWN && length <= SMALL;
    }

    /** Returns the ways that a mode allows, in the order in which they are tried. */
    static List<UploadWay> of(UploadMode mode, boolean small) {
        return switch (mode) {
            case AUTO -> small ? List.of(ONE_REQUEST, STREAM, CHUNKS) : List.of(STREAM, ONE_REQUEST, CHUNKS);
            case STREAM -> List.of(STREAM, ONE_REQUEST);
            case CHUNKED -> List.of(CHUNKS, STREAM, ONE_REQUEST);
        };
    }

    /** Returns whether a body was refused for the way in which it came, after the session had taken so many bytes. */
    boolean isRefusedBy(RegistryException failure, long taken) {
        if (taken > 0 && OF_THE_SESSION.contains(failure.status())) {
            return false;
        }
        boolean oddChunk = this == CHUNKS && failure.kind() == FailureKind.BAD_REQUEST;
        return oddChunk || REFUSALS.contains(failure.status()) || failure.kind() == FailureKind.UNSUPPORTED;
    }

    /** Returns whether what is too large for this way is worth a try by that one. */
    boolean mayBeSmallerBy(UploadWay other) {
        return this != CHUNKS && other == CHUNKS;
    }
}
