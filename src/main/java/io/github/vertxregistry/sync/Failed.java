package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncFailure;

/**
 * A copy that did not come about.
 *
 * @param image which
 * @param failure how it is told of
 * @param again whether another try may help
 */
record Failed(Tagged image, SyncFailure failure, boolean again) {
    static SyncFailure of(String image, Throwable cause) {
        FailureKind kind = cause instanceof RegistryException failure ? failure.kind() : FailureKind.INTERNAL;
        String message = cause instanceof RegistryException ? cause.getMessage() : String.valueOf(cause);
        return new SyncFailure(image, kind.name(), message);
    }

    /** Returns in one sentence why the whole of a job has failed. */
    static String inWords(Throwable cause) {
        SyncFailure failure = of("", cause);
        return failure.kind() + ": " + failure.message();
    }

    /** All blobs were there: another copy was just writing one of them, or the registry has lost it. */
    static boolean isOfUnknownBlob(Throwable cause) {
        return cause instanceof RegistryException failure && failure.hasErrorCode("MANIFEST_BLOB_UNKNOWN");
    }

    static Failed of(Tagged image, Throwable cause) {
        boolean again =
                !(cause instanceof RegistryException failure) || failure.retryable() || isOfUnknownBlob(failure);
        return new Failed(image.touched(), of(image.toString(), cause), again);
    }
}
