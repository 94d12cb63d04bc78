package io.github.vertxregistry.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a blob's bytes are sent. */
public enum UploadMode {
    /** One streamed request, and chunks where the registry refuses that. */
    AUTO,
    /** One request that streams the whole blob. */
    STREAM,
    /** Requests of one chunk each. */
    CHUNKED;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
