package io.github.vertxregistry.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How layers are compressed on their way to the registry. */
public enum LayerCompression {
    /** Each layer goes as it stands. */
    KEEP,
    /** Plain layers become gzip (RFC 1952), which every client reads. */
    GZIP,
    /** Plain layers become zstd (RFC 8878), which not every client reads; in OCI manifests only. */
    ZSTD;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
