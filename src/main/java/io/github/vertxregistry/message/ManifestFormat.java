package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which kind of manifest is pushed. */
public enum ManifestFormat {
    /** The tar's own where it can be kept; else Docker schema 2, or OCI where a layer is zstd. */
    AUTO,
    /** Docker image manifest version 2, schema 2. */
    DOCKER,
    /** OCI image manifest. */
    OCI;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
