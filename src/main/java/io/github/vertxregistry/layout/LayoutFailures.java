package io.github.vertxregistry.layout;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words the failures of this package: each names the file and a way out. */
final class LayoutFailures {
    private LayoutFailures() {}

    static RegistryException unwritable(Path file, IOException cause) {
        return unwritable(file, "cannot be written: " + reason(cause))
                .withHint("what has been written so far is kept beside it: set right what is wrong and pull again")
                .withCause(cause);
    }

    static RegistryException unwritable(Path file, String problem) {
        return RegistryException.of(FailureKind.TAR_UNWRITABLE, file + " " + problem);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage();
    }

    static RegistryException exists(Path file) {
        return RegistryException.of(FailureKind.CONFLICT, file + " exists")
                .withHint("name another file, or have it replaced with --force (field 'force')");
    }

    static RegistryException busy(Path file) {
        return RegistryException.of(FailureKind.CONFLICT, file + " is being written by another pull")
                .withHint("wait for it, or name another file");
    }
}
