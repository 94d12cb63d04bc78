package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a pull writes. */
public enum PullFormat {
    /** A tar that docker, podman and skopeo load: an OCI layout with a {@code manifest.json} in it. */
    DOCKER,
    /** An OCI layout as a tar. */
    OCI,
    /** An OCI layout as a folder. */
    OCI_FOLDER;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
