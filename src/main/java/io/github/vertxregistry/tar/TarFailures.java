package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;

/** Words the failures of this package: each names the file, the entry where there is one, and a way out. */
final class TarFailures {
    private TarFailures() {}

    static RegistryException notFound(String tar, String problem) {
        return RegistryException.of(FailureKind.TAR_NOT_FOUND, tar + " " + problem)
                .withHint("name a tar as docker save writes it, or the folder of an OCI image layout");
    }

    static RegistryException unreadable(String tar, String problem) {
        return RegistryException.of(FailureKind.TAR_UNREADABLE, tar + " " + problem)
                .withHint("save or copy the image again; the file is not complete, or not a tar");
    }

    static RegistryException invalid(String tar, String problem) {
        return RegistryException.of(FailureKind.TAR_INVALID, tar + ": " + problem)
                .withHint("save the image again, for example with docker save; 'tar validate' lists all that is wrong");
    }

    static RegistryException tooMuch(String tar, String problem, String key) {
        return RegistryException.of(FailureKind.LIMIT_EXCEEDED, tar + ": " + problem)
                .withHint("if the file is to be trusted, raise tar." + key);
    }

    static RegistryException tooMany(String tar, String problem) {
        return RegistryException.of(FailureKind.LIMIT_EXCEEDED, tar + ": " + problem)
                .withHint("no real image comes near this limit; the file was made to do harm, or is damaged");
    }

    static RegistryException wrongDigest(String tar, String problem) {
        return RegistryException.of(FailureKind.DIGEST_MISMATCH, tar + ": " + problem)
                .withHint("the content was changed or damaged after it was saved; save the image again");
    }

    static RegistryException wrongSize(String tar, String problem) {
        return RegistryException.of(FailureKind.SIZE_MISMATCH, tar + ": " + problem)
                .withHint("the content was changed or damaged after it was saved; save the image again");
    }

    /** Returns a name from the tar as it may stand in a message. */
    static String quoted(String entry) {
        return "'" + Names.shown(entry) + "'";
    }
}
