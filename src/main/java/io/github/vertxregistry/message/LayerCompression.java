package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.util.Locale;

/** How layers are compressed on their way to the registry. */
public enum LayerCompression {
    /** Each layer goes as it stands. */
    KEEP;

    /** Reads a name; fails with {@code BAD_REQUEST} and what is supported. */
    @JsonCreator
    public static LayerCompression of(String name) {
        if (!KEEP.toString().equals(name)) {
            throw RegistryException.badField(
                    "compression", "is '" + Names.shown(name) + "', supported is " + KEEP + " alone");
        }
        return KEEP;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
