package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** The layouts in which images are saved. */
public enum TarLayout {
    /** {@code manifest.json} decides: docker save, skopeo docker-archive, jib, podman save. */
    DOCKER_ARCHIVE("docker-archive"),
    /** {@code index.json} decides: an OCI image layout in a tar. */
    OCI_ARCHIVE("oci-archive"),
    /** An OCI image layout as a folder. */
    OCI_FOLDER("oci-folder");

    private final String text;

    TarLayout(String text) {
        this.text = text;
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
