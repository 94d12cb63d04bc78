package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How layers stand in what a pull writes. */
public enum LayerForm {
    /** With the bytes that the registry has. */
    KEEP,
    /** Decompressed, as {@code docker load} of every version reads them. */
    PLAIN;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
