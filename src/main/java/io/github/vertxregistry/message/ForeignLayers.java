package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a layer that need not be where its image is, and is not ("foreign", "nondistributable"). */
public enum ForeignLayers {
    /** It is left out, with a warning. */
    SKIP,
    /** The pull fails. */
    REFUSE,
    /** It is fetched from an address that the manifest names, without credentials, and has to hash to its digest. */
    FETCH;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
