package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PullFormat;
import java.util.Optional;

/**
 * A file or a folder that an image is written to, as skopeo has it typed: {@code docker-archive:FILE}, {@code oci-archive:FILE},
 * {@code oci:FOLDER}.
 *
 * @param format what it becomes
 * @param path the file or the folder
 */
record LocalImage(PullFormat format, String path) {
    /** Reads what is typed; empty where it names no file. */
    static Optional<LocalImage> of(String typed) {
        int colon = typed.indexOf(':');
        PullFormat format =
                switch (typed.substring(0, Math.max(0, colon))) {
                    case "docker-archive" -> PullFormat.DOCKER;
                    case "oci-archive" -> PullFormat.OCI;
                    case "oci" -> PullFormat.OCI_FOLDER;
                    default -> null;
                };
        if (format == null) {
            return Optional.empty();
        }
        String path = typed.substring(colon + 1);
        if (path.isEmpty()) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "'" + typed + "' names no file")
                    .withHint("write it as docker-archive:FILE, oci-archive:FILE or oci:FOLDER");
        }
        return Optional.of(new LocalImage(format, path));
    }
}
