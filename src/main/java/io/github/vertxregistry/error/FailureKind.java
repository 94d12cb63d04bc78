package io.github.vertxregistry.error;

import java.util.Arrays;
import java.util.Optional;

/**
 * Names every way in which an operation can fail, each with a stable code. The code travels as the failure code of an
 * event-bus reply; those of a registry's answer are its HTTP status.
 */
public enum FailureKind {
    /** The request is not understood: a field is missing or wrong. */
    BAD_REQUEST(400, false),
    /** The registry wants credentials, or refuses those it was given. */
    UNAUTHORIZED(401, false),
    /** The registry knows the caller and refuses the operation (a quota's answer, too). */
    DENIED(403, false),
    /** The registry has no such repository, manifest, tag or blob. */
    NOT_FOUND(404, false),
    /** The registry does not offer the operation (deletion switched off, no catalog), or an optional library is missing. */
    UNSUPPORTED(405, false),
    /** The operation would do more than was asked (other tags share a digest), or meets another one. */
    CONFLICT(409, false),
    /** The tag exists with another digest and may not be moved. */
    TAG_IMMUTABLE(412, false),
    /** The registry, or a proxy before it, refuses a body of this size. */
    TOO_LARGE(413, false),
    /** The registry refuses the manifest's kind or content. */
    MANIFEST_REFUSED(415, false),
    /** The registry asks for fewer requests. */
    TOO_MANY_REQUESTS(429, true),
    /** The registry failed (5xx), or its answer makes no sense. */
    REGISTRY_FAULT(502, true),
    /** No connection: name, connect, TLS, proxy, or a connection that was cut. */
    UNREACHABLE(503, true),
    /** A repository name, tag, digest or image reference is not valid. */
    NAME_INVALID(1001, false),
    /** There is no such file, or it is not a file or an OCI layout folder. */
    TAR_NOT_FOUND(1101, false),
    /** The file cannot be read as a tar: empty, truncated, not a tar, no permission. */
    TAR_UNREADABLE(1102, false),
    /** The tar can be read, but what it holds is not an image. */
    TAR_INVALID(1103, false),
    /** The tar holds several images and none was chosen, or the choice fits none or several. */
    IMAGE_AMBIGUOUS(1104, false),
    /** The file or folder cannot be written: no such place, no permission, no room. */
    TAR_UNWRITABLE(1105, false),
    /** Content does not hash to the digest that names it. */
    DIGEST_MISMATCH(1201, false),
    /** Content is shorter or longer than was said. */
    SIZE_MISMATCH(1202, false),
    /** A document, count, depth or size is above its limit. */
    LIMIT_EXCEEDED(1203, false),
    /** No verticle answers at the operation's address. */
    NOT_DEPLOYED(1301, false),
    /** The verticle did not answer in time. */
    NO_REPLY(1302, true),
    /** The operation was not done before its caller's deadline. */
    DEADLINE(1303, true),
    /** No bytes moved for the stall timeout. */
    STALLED(1304, true),
    /** The operation was cancelled. */
    CANCELLED(1305, false),
    /** The verticle is being undeployed. */
    SHUTTING_DOWN(1306, true),
    /** The node that worked on the operation has gone. */
    NODE_LOST(1307, true),
    /** A fault of this toolkit. */
    INTERNAL(1999, false);

    private final int code;
    private final boolean retryable;

    FailureKind(int code, boolean retryable) {
        this.code = code;
        this.retryable = retryable;
    }

    /** Returns the stable code that travels in event-bus failures. */
    public int code() {
        return code;
    }

    /** Returns whether the same request may succeed later, unless the failure itself says otherwise. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the kind with that code, or empty where the code is none of ours. */
    public static Optional<FailureKind> ofCode(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
}
