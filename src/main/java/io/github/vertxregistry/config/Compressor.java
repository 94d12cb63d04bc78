package io.github.vertxregistry.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which program compresses with gzip; each gives other bytes for the same input. */
public enum Compressor {
    /** The JDK's own Deflater, which is everywhere. */
    JDK,
    /** libdeflate, twice as fast: it takes Java 25 and {@code io.airlift:aircompressor-v3}. */
    LIBDEFLATE;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
