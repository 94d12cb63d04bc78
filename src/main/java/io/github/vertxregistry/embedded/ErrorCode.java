package io.github.vertxregistry.embedded;

/**
 * The codes that this registry's error bodies carry, each with its usual status (OCI Distribution, "Error codes"). Of
 * the last four, which that list has not, three are the Docker Registry API's; {@link #NOT_FOUND} is for paths that neither
 * knows.
 */
enum ErrorCode {
    BLOB_UNKNOWN(404),
    BLOB_UPLOAD_INVALID(400),
    BLOB_UPLOAD_UNKNOWN(404),
    DIGEST_INVALID(400),
    MANIFEST_BLOB_UNKNOWN(400),
    MANIFEST_INVALID(400),
    MANIFEST_UNKNOWN(404),
    NAME_INVALID(400),
    NAME_UNKNOWN(404),
    SIZE_INVALID(400),
    UNSUPPORTED(405),
    TOOMANYREQUESTS(429),
    TAG_INVALID(400),
    PAGINATION_NUMBER_INVALID(400),
    NOT_FOUND(404),
    UNKNOWN(500);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
